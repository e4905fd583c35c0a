"""What whoever looks after a strategic customer is told: that one entered the register, that one left it, that one is to be looked at again.

A to-do by the system for the owner of the entry, else of the customer; where many are of one owner at once, one to-do for all of them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import ScoreRun, StrategicCustomer
from lazo.identify.models import Party
from lazo.interact.models import StrategicAlert, ToDo
from lazo.interact.operations.to_do import TABLE, about, values
from lazo.kernel.access import row_rule
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User

ENTRY, EXIT, REVIEW = StrategicAlert.Kind
DAYS = 7
"""Until when somebody is to react to an entry or an exit."""
APART = 10
"""Up to so many of one owner each get a to-do of their own."""
MOST = 20_000
"""So many are told at a time; the rest with the next look."""
OF_CUSTOMER = ("customer__canonical__owner", "customer__owner", "owner")


def alert_about(event: Event) -> int:
    """What an event of the register or of a score run asks to tell; how many entries were told of."""
    if event.kind == "score.run":
        return _of_run(event)
    entry = StrategicCustomer.objects.select_related(*OF_CUSTOMER).filter(pk=event.row or 0).first()
    if entry is None:
        return 0
    ended = event.kind == "strategic.ended"
    day = max((entry.valid_to if ended else None) or entry.valid_from, event.at.date())
    return _tell([entry], kind=EXIT if ended else ENTRY, day=day, unless=event.by_id)


def _of_run(event: Event) -> int:
    """Who entered and who left by a score run; the first run of all finds everybody, and is no news."""
    history = event.data.get("history")
    if not history or not ScoreRun.objects.filter(state=ScoreRun.State.DONE, pk__lt=event.row).exists():
        return 0
    day = date.fromisoformat(event.data["on"])
    cared = _cared_for(StrategicCustomer.objects.all())
    opened = cared.filter(run_id=event.row).order_by("pk")[:MOST]
    closed = cared.filter(closed_by_run=event.row).order_by("pk")[:MOST]
    return _tell(opened, kind=ENTRY, day=day) + _tell(closed, kind=EXIT, day=day)


@transaction.atomic
def alert_reviews(*, on: date) -> int:
    """Tell the owners of the entries whose review is due by the day `on` and who were not told yet; how many entries."""
    return _tell(reviews_untold(on=on).order_by("review_on", "pk")[:MOST], kind=REVIEW, day=None)


def reviews_untold(*, on: date) -> "QuerySet[StrategicCustomer]":
    """Open entries due by `on` with somebody who looks after them, of whom nothing was said about that day."""
    told = StrategicAlert.objects.filter(entry=OuterRef("pk"), kind=REVIEW, day=OuterRef("review_on"))
    due = StrategicCustomer.objects.open().filter(review_on__lte=on, customer__retired_at__isnull=True)
    return _cared_for(due).filter(~Exists(told))


def _cared_for(rows: "QuerySet[StrategicCustomer]") -> "QuerySet[StrategicCustomer]":
    owned = Q(owner__isnull=False) | Q(customer__owner__isnull=False) | Q(customer__canonical__owner__isnull=False)
    return rows.filter(owned).select_related(*OF_CUSTOMER)


def _tell(entries: Iterable[StrategicCustomer], *, kind: str, day: date | None, unless: int | None = None) -> int:
    """A to-do for each owner; `day` null: that of each entry's review. `unless` is who did it and need not be told."""
    by_owner: dict[User | None, list[StrategicCustomer]] = {}
    for entry in entries:
        by_owner.setdefault(_owner(entry), []).append(entry)
    told = 0
    for owner, theirs in by_owner.items():
        if owner is not None and owner.pk == unless:
            continue
        told += _tell_owner(owner, theirs, kind=kind, day=day)
    return told


def _owner(entry: StrategicCustomer) -> User | None:
    return entry.owner or _party(entry).owner


def _party(entry: StrategicCustomer) -> Party:
    return entry.customer.canonical or entry.customer


def _tell_owner(owner: User | None, entries: list[StrategicCustomer], *, kind: str, day: date | None) -> int:
    known = _seen_by(owner, entries) if owner is not None else []
    to_dos: Mapping[int, ToDo] = _to_dos(owner, known, kind=kind, day=day) if owner is not None and known else {}
    StrategicAlert.objects.bulk_create(
        (StrategicAlert(entry=one, kind=kind, day=day or one.review_on, to_do=to_dos.get(one.pk)) for one in entries),
        ignore_conflicts=True,
        batch_size=1_000,
    )
    return len(known)


def _seen_by(owner: User, entries: list[StrategicCustomer]) -> list[StrategicCustomer]:
    """Those whose customers the owner may see; nothing for who no longer works here."""
    if row_rule(owner).nothing:
        return []
    seen = Party.objects.visible_to(owner).filter(pk__in=[_party(entry).pk for entry in entries])
    numbers = set(seen.values_list("pk", flat=True))
    return [entry for entry in entries if _party(entry).pk in numbers]


def _to_dos(owner: User, entries: list[StrategicCustomer], *, kind: str, day: date | None) -> dict[int, ToDo]:
    """By entry the to-do about it, in the owner's language."""
    due = (day + timedelta(days=DAYS)) if day else None
    with translation.override(owner.language or None):
        if len(entries) > APART:
            one = _write(owner, _title_of_many(kind, len(entries)), due or min(e.review_on for e in entries), None)
            return {entry.pk: one for entry in entries}
        return {
            entry.pk: _write(owner, _title(kind, entry), due or entry.review_on, _party(entry)) for entry in entries
        }


def _write(owner: User, title: str, due: date, party: Party | None) -> ToDo:
    text = "" if party else _("Están en Segmentos, Estratégicos.")
    row = ToDo.objects.create(title=title, text=text, due_on=due, party=party, assignee=owner)
    record_event(kind="to_do.added", by=None, table=TABLE, row=row.pk, data=about(row), after=values(row))
    return row


def _title(kind: str, entry: StrategicCustomer) -> str:
    words = {
        ENTRY: _("Es un cliente estratégico: %(kind)s. Escribe qué plan hay con él."),
        EXIT: _("Dejó de ser un cliente estratégico: %(kind)s. Mira por qué."),
        REVIEW: _("Revisa si sigue siendo un cliente estratégico: %(kind)s."),
    }
    return words[StrategicAlert.Kind(kind)] % {"kind": entry.get_kind_display()}


def _title_of_many(kind: str, count: int) -> str:
    words = {
        ENTRY: ngettext(
            "%(n)s cliente tuyo entró al registro de estratégicos.",
            "%(n)s clientes tuyos entraron al registro de estratégicos.",
            count,
        ),
        EXIT: ngettext(
            "%(n)s cliente tuyo salió del registro de estratégicos.",
            "%(n)s clientes tuyos salieron del registro de estratégicos.",
            count,
        ),
        REVIEW: ngettext(
            "Revisa si %(n)s cliente tuyo sigue siendo estratégico.",
            "Revisa si %(n)s clientes tuyos siguen siendo estratégicos.",
            count,
        ),
    }
    return words[StrategicAlert.Kind(kind)] % {"n": count}
