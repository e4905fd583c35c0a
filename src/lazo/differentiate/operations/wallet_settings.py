"""Saying from what wallet shares are known: a new version, taken back by another; they are measured at once."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.differentiate.models import WalletSettings
from lazo.differentiate.queries.wallet_settings import FIELDS, TYPES, WalletFields, wallet_fields, wallet_version
from lazo.differentiate.wallet_trait import WALLET
from lazo.identify.models import TraitDefinition
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "wallet.settings"
JOB = "differentiate.wallet"


class UnableToSaveWallet(ValueError):
    """`problems` maps a field to unknown_field, other_type or both_needed (rank and brands go together); `code` stale: another version came between; not_allowed."""

    def __init__(self, problems: dict[str, str], code: str = "") -> None:
        super().__init__(code or ", ".join(sorted(problems)))
        self.problems, self.code = problems, code


@transaction.atomic
def save_wallet(*, fields: WalletFields, version: int | None, by: User) -> str:
    """Keep a new version on top of `version` (null: nothing was decided), and have the shares measured.

    Returns the token that takes it back, blank when nothing changed. Raises UnableToSaveWallet.
    """
    if not may(by, "may_administer"):
        raise UnableToSaveWallet({}, "not_allowed")
    list(WalletSettings.objects.select_for_update().order_by("-pk")[:1])
    now = wallet_version()
    if (now.pk if now else None) != version:
        raise UnableToSaveWallet({}, "stale")
    _check(fields)
    before = wallet_fields()
    if fields == before:
        return ""
    made = WalletSettings.objects.create(**asdict(fields), by=by)
    record_event(
        kind="wallet.settings_saved",
        by=by,
        table="differentiate_walletsettings",
        row=made.pk,
        data={},
        before=asdict(before),
        after=asdict(fields),
    )
    enqueue(JOB, by=by, arguments={})
    label = _("Participación de billetera cambiada")
    return offer_undo(by=by, label=label, kind=UNDO, data={"made": made.pk, "before": asdict(before)})


def _check(fields: WalletFields) -> None:
    said = {name: getattr(fields, name) for name in FIELDS if getattr(fields, name)}
    rows = TraitDefinition.objects.filter(key__in=said.values(), archived_at__isnull=True).exclude(key=WALLET)
    types = dict(rows.values_list("key", "type"))
    problems = {name: "unknown_field" for name, key in said.items() if key not in types}
    problems |= {name: "other_type" for name, key in said.items() if key in types and types[key] != TYPES[name]}
    if bool(fields.rank_field) != bool(fields.brands_field):
        problems.setdefault("brands_field" if fields.rank_field else "rank_field", "both_needed")
    if problems:
        raise UnableToSaveWallet(problems)


def undo_wallet(by: User, data: dict[str, Any]) -> Undone:
    """A version like the one before, unless another was saved since. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    now = wallet_version()
    if now is None or now.pk != data["made"]:
        raise UnableToUndo("changed_since")
    save_wallet(fields=WalletFields(**data["before"]), version=now.pk, by=by)
    return Undone(1)
