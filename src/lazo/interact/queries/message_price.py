"""What a set of messages will cost, told before anything is sent: as far as it is known, and for how many it is not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lazo.identify.models import Party
from lazo.interact.channels.whatsapp.prices import CATEGORIES, price_of
from lazo.interact.models import ChannelAccount, ProviderTemplate, TemplateVersion
from lazo.kernel.models import Company

PIECE = 5_000
MILLIS = 1_000


@dataclass(frozen=True)
class Estimate:
    """`amount` in minor units of `currency` (blank: no price is known); `unknown` of the recipients have no known price."""

    messages: int
    amount: int
    currency: str
    unknown: int


def estimate_cost(*, account: ChannelAccount, version: TemplateVersion, parties: Sequence[int], on: date) -> Estimate:
    """What messages of a version to `parties` through an account cost on a day; of those nobody wrote within the window.

    The price of the account where it has one, else what its channel charges by the recipient's country. Five thousand a query.
    """
    count = len(parties)
    if account.price is not None:
        return Estimate(count, _rounded(count * account.price), account.currency, 0)
    if account.channel != ChannelAccount.Channel.WHATSAPP:
        return Estimate(count, 0, "", count)
    category, millis, unknown = _category(account, version), 0, 0
    for country, some in _countries(parties).items():
        price = price_of(country, category, is_in_window=False, on=on)
        millis, unknown = millis + some * (price or 0), unknown + (some if price is None else 0)
    return Estimate(count, _rounded(millis), "USD", unknown)


def _category(account: ChannelAccount, version: TemplateVersion) -> str:
    """The one the provider gave the template, else that of its purpose."""
    names = [str(text.details["name"]) for text in version.texts.all() if text.details.get("name")]
    known = ProviderTemplate.objects.filter(account=account, name__in=names).exclude(category="")
    found = known.order_by("pk").values_list("category", flat=True).first()
    return found or CATEGORIES.get(version.template.purpose, "UTILITY")


def _countries(parties: Sequence[int]) -> Counter[str]:
    own = Company.objects.values_list("country", flat=True).first() or ""
    found: Counter[str] = Counter()
    for start in range(0, len(parties), PIECE):
        piece = [int(party) for party in parties[start : start + PIECE]]
        found.update(country or own for country in Party.objects.filter(pk__in=piece).values_list("country", flat=True))
    return found


def _rounded(millis: int) -> int:
    return (millis + MILLIS // 2) // MILLIS
