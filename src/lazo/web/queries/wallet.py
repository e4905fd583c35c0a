"""What the page of wallet share offers and tells."""

from dataclasses import dataclass
from datetime import date

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.wallet_settings import FIELDS, MEASURED, TYPES
from lazo.differentiate.wallet_trait import WALLET
from lazo.identify.models import TraitDefinition
from lazo.kernel.models import Event
from lazo.web.wallet_words import WALLET_METHODS


@dataclass(frozen=True)
class WalletMeasured:
    """The last time: as of which day, and how many customers have a share by each way of knowing it."""

    on: date
    counts: tuple[tuple[str, int], ...]


def wallet_traits() -> dict[str, list[tuple[str, str]]]:
    """By field the traits that can be it, as key and name. One query."""
    rows = list(
        TraitDefinition.objects.filter(archived_at__isnull=True)
        .exclude(key=WALLET)
        .order_by("name", "pk")
        .values_list("key", "name", "type")
    )
    return {field: [(key, name) for key, name, of in rows if of == TYPES[field]] for field in FIELDS}


def wallet_measured() -> WalletMeasured | None:
    """Null before the first measurement."""
    event = Event.objects.filter(kind=MEASURED).order_by("-pk").first()
    run = ScoreRun.objects.filter(pk=event.row).first() if event and event.row is not None else None
    if event is None or run is None:
        return None
    told = tuple((str(WALLET_METHODS[name]), n) for name, n in event.data.items() if name in WALLET_METHODS)
    return WalletMeasured(run.on_date, told)
