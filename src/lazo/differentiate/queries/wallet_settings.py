"""From what wallet shares are known, and whether they have yet to be measured."""

from dataclasses import dataclass

from lazo.differentiate.models import ScoreRun, WalletSettings
from lazo.differentiate.wallet_trait import WALLET
from lazo.identify.models import TraitDefinition, TraitValue
from lazo.kernel.models import Event

MEASURED = "wallet.measured"
FIELDS = ("rank_field", "brands_field", "spend_field", "panel_field")
TYPES = {"rank_field": "NUMBER", "brands_field": "NUMBER", "spend_field": "MONEY", "panel_field": "MONEY"}


@dataclass(frozen=True)
class WalletFields:
    """See `WalletSettings`; nothing is asked where all is blank."""

    rank_field: str = ""
    brands_field: str = ""
    spend_field: str = ""
    panel_field: str = ""
    look_alikes: bool = False

    @property
    def asks_anything(self) -> bool:
        return any(getattr(self, name) for name in FIELDS) or self.look_alikes


def wallet_version() -> WalletSettings | None:
    """The version in force; null while nothing was decided."""
    return WalletSettings.objects.select_related("by").order_by("-pk").first()


def wallet_fields() -> WalletFields:
    """What is in force."""
    kept = wallet_version()
    if kept is None:
        return WalletFields()
    return WalletFields(**{name: str(getattr(kept, name)) for name in FIELDS}, look_alikes=kept.look_alikes)


def wallet_definition() -> int | None:
    """The trait of wallet shares, where any is known; null else, and then nobody looks for them."""
    found = TraitDefinition.objects.filter(key=WALLET).values_list("pk", flat=True).first()
    return found if found is not None and TraitValue.objects.filter(definition_id=found).exists() else None


def wallet_is_behind() -> bool:
    """Whether the shares were not measured since the current run."""
    if not wallet_fields().asks_anything:
        return False
    run = ScoreRun.objects.filter(is_current=True).values_list("pk", flat=True).first()
    return run is not None and not Event.objects.filter(kind=MEASURED, table="score_run", row=run).exists()
