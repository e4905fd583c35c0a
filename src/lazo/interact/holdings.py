"""What interact holds of a person: what somebody promised to do for them, and what we wrote to them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from lazo.interact.channels.file.store import FOLDER, forget, kept, place
from lazo.kernel.personal_data import (
    Forgotten,
    Gathering,
    Holding,
    register_finding,
    register_forgetting,
    register_gathering,
    register_holding,
)
from lazo.kernel.workspace import Workspace

KEPT = ("letter", "file")
"""The channels whose messages lie in a file of the workspace until somebody takes them away."""
KEPT_WORDS = {
    "day": _("Fecha"),
    "address": _("A dónde"),
    "subject": _("Asunto"),
    "body": _("Texto"),
}
HOLDINGS = (
    Holding(
        model="interact.AccountPlan",
        label=_("Planes de la cuenta"),
        parties=("account_id",),
        told={"goals": _("Qué queremos lograr"), "review_on": _("Se revisa el"), "at": _("Guardado el")},
    ),
    Holding(
        model="interact.AccountPlanAction",
        label=_("Acciones de los planes de la cuenta"),
        parties=("account_id",),
        told={"to_do__title": _("Qué"), "to_do__due_on": _("Para el")},
    ),
    Holding(
        model="interact.StrategicAlert",
        label=_("Avisos por ser cliente estratégico"),
        parties=("entry__customer_id",),
        told={"kind": _("Qué"), "day": _("Fecha")},
        joined="strategic",
    ),
    Holding(
        model="interact.ToDoCompletion",
        label=_("Pendientes cumplidos"),
        parties=("to_do__party_id",),
        told={"to_do__title": _("Qué"), "at": _("Cuándo")},
    ),
    Holding(
        model="interact.DeliveryReport",
        label=_("Qué pasó con cada mensaje"),
        through={"message": "interact.Message"},
        told={
            "message": _("Mensaje"),
            "kind": _("Qué pasó"),
            "is_machine": _("Lo hizo una máquina"),
            "at": _("Cuándo"),
        },
        blank={},
    ),
    # The row stays, because a campaign's result counts it; whom it reached and what it said do not.
    Holding(
        model="interact.Message",
        label=_("Mensajes"),
        parties=("party",),
        told={
            "id": _("Mensaje"),
            "channel": _("Canal"),
            "purpose": _("Para qué"),
            "version__template__name": _("Plantilla"),
            "data": _("Con qué datos"),
            "state": _("Cómo quedó"),
            "due_at": _("Salía el"),
            "sent_at": _("Salió el"),
        },
        blank={"data": None, "contact_point": None, "answer": ""},
    ),
    Holding(
        model="interact.ToDo",
        label=_("Pendientes"),
        parties=("party_id",),
        told={"title": _("Qué"), "text": _("Detalle"), "due_on": _("Para el"), "created_at": _("Guardado el")},
        rank=1,
    ),
)


def register_holdings() -> None:
    """Tell the registry; called once when the application starts."""
    for holding in HOLDINGS:
        register_holding(holding)
    register_forgetting("interact.kept_messages", forget_kept, folder=FOLDER)
    register_gathering("interact.kept_messages", Gathering(_("Cartas y mensajes guardados"), KEPT_WORDS, told_kept))
    register_finding("interact.kept_messages", find_kept)


def told_kept(_workspace: Workspace, family: Sequence[int]) -> Iterator[dict[str, str]]:
    """What letters and lines of files say to them, as it was composed."""
    for account, keys in _kept_keys(family).items():
        wanted = set(keys)
        yield from ({key: getattr(row, key) for key in KEPT_WORDS} for row in kept(place(account)) if row.key in wanted)


def forget_kept(person: Forgotten) -> int:
    """Letters and lines of files that lie where somebody may take them away; how many."""
    return sum(forget(place(account), keys) for account, keys in _kept_keys(person.family).items())


def find_kept(person: Forgotten) -> dict[str, int]:
    """Those that are left."""
    left = {
        f"outbox/{account}": sum(row.key in keys for row in kept(place(account)))
        for account, keys in _kept_keys(person.family).items()
    }
    return {name: count for name, count in left.items() if count}


def _kept_keys(family: Sequence[int]) -> dict[int, list[str]]:
    """The keys of what was written to them, by the account that keeps it."""
    from lazo.interact.models import Message

    rows = Message.objects.filter(party__in=list(family), channel__in=KEPT).values_list("account", "key")
    found: dict[int, list[str]] = {}
    for account, key in rows.order_by("pk"):
        found.setdefault(account, []).append(key)
    return found
