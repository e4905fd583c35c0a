"""The offers that packages bring along are written once; from then on they are the company's."""

from datetime import date

from lazo.customize.candidates import Standard, standards
from lazo.customize.models import Offer
from lazo.customize.operations.offer import create_offer
from lazo.customize.operations.offer_details import OfferDetails


def write_standard_offers(*, on: date) -> int:
    """Write those that were never there and for which there are data; how many. One that was thrown away stays away."""
    there = set(Offer.objects.exclude(maker="").values_list("maker", flat=True))
    made = 0
    for maker, standard in standards().items():
        if maker not in there and standard.needs():
            create_offer(details=details_of(maker, standard, on), by=None, on=on)
            made += 1
    return made


def details_of(maker: str, standard: Standard, on: date) -> OfferDetails:
    return OfferDetails(
        key=maker,
        name=standard.name,
        what=standard.what,
        kind=standard.kind,
        area=standard.area,
        purpose=standard.purpose,
        channels=standard.channels,
        guess=standard.guess,
        margin_share=standard.margin_share,
        maker=maker,
        valid_from=on,
        **standard.more,
    )
