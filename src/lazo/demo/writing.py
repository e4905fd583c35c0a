"""What the people of the fictitious company wrote by hand: notes, calls, to-dos, permissions, and two fields of their own.

Drawn from the seed and written a set at a time, in one transaction, so that a demo that is killed has all of it or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db import transaction

from lazo.demo.company import PEOPLE
from lazo.demo.contacts import write_contacts
from lazo.demo.sayings import CALLS, EVIDENCE, NOTES, TO_DOS
from lazo.identify.models import ConsentEntry, Interaction, Party, Source, TraitDefinition, TraitValue
from lazo.identify.models.interaction import CALL, NOTE
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.hand_interaction import SOURCE_KEY, SOURCE_NAME
from lazo.identify.operations.trait_changes import APPEND, note_values
from lazo.interact.models import ToDo, ToDoCompletion
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

SPOKEN_WITH, MOST_VALUES = 160, 3_000
GRINDS = ("En grano", "Prensa francesa", "Filtro", "Espresso")
State, Purpose, Channel = ConsentEntry.State, ConsentEntry.Purpose, ConsentEntry.Channel


@dataclass(frozen=True)
class Spoken:
    """A customer with whom somebody of the company has to do."""

    party: int
    owner: int
    kind: str


def write_by_hand(*, on: date, seed: int) -> dict[str, int]:
    """Fill the demo with what people write, up to the day `on`; counts what was written, zero each when it already stands."""
    rng = Random(seed)
    if Source.objects.filter(key=SOURCE_KEY).exists():
        return {}
    with transaction.atomic():
        source = Source.objects.create(key=SOURCE_KEY, name=SOURCE_NAME)
        chosen = _chosen(rng)
        written = {
            "interactions": _write_interactions(rng, chosen, source, on),
            "to_dos": _write_to_dos(rng, chosen, on),
            "consents": _write_consents(rng, chosen, on),
            "values": _write_own_fields(rng),
            "outcomes": write_contacts(rng, [one.party for one in chosen], on),
        }
        record_event(kind="demo.written", by=None, data=dict(written))
    return written


def _chosen(rng: Random) -> list[Spoken]:
    """Customers who bought, in the order of their numbers."""
    boss = User.objects.get(email=PEOPLE[0].email).pk
    rows = Party.objects.current().filter(purchases__isnull=False).distinct().order_by("pk")
    found = [Spoken(pk, owner or boss, kind) for pk, owner, kind in rows.values_list("pk", "owner_id", "kind")]
    return sorted(rng.sample(found, min(SPOKEN_WITH, len(found))), key=lambda one: one.party)


def _write_interactions(rng: Random, chosen: Sequence[Spoken], source: Source, on: date) -> int:
    rows = [_said(rng, one, source, on) for one in chosen for _ in range(rng.randint(1, 3))]
    made = Interaction.objects.bulk_create(rows, batch_size=500)
    if made:
        ids = [row.pk for row in made]
        note_change(
            table="interactions", operation=Change.Operation.APPEND, row_from=min(ids), row_to=max(ids), batch=None
        )
    return len(made)


def _said(rng: Random, one: Spoken, source: Source, on: date) -> Interaction:
    day = on - timedelta(days=int(rng.triangular(0, 150, 12)))
    at = datetime.combine(day, time(rng.randint(13, 21), rng.randrange(60)), UTC)
    common = {"party_id": one.party, "source": source, "by_id": one.owner, "occurred_on": day, "occurred_at": at}
    if rng.random() < 0.45:
        outcome, text = rng.choice(CALLS)
        return Interaction(
            **common,
            kind=CALL,
            channel="phone",
            direction=rng.choice(("OUT", "OUT", "IN")),
            outcome=outcome,
            minutes=rng.randint(2, 18) if outcome == Interaction.Outcome.ANSWERED else None,
            text=text,
        )
    return Interaction(**common, kind=NOTE, text=rng.choice(NOTES))


def _write_to_dos(rng: Random, chosen: Sequence[Spoken], on: date) -> int:
    rows = [
        ToDo(
            title=rng.choice(TO_DOS),
            party_id=one.party,
            assignee_id=one.owner,
            made_by_id=one.owner,
            due_on=on + timedelta(days=rng.randint(-6, 20)) if rng.random() < 0.85 else None,
        )
        for one in rng.sample(list(chosen), min(70, len(chosen)))
    ]
    made = ToDo.objects.bulk_create(rows)
    done = [row for row in made if rng.random() < 0.3]
    at = datetime.combine(on, time(20), UTC)
    ToDoCompletion.objects.bulk_create(
        ToDoCompletion(to_do=row, by_id=row.assignee_id, at=at - timedelta(days=rng.randint(0, 9))) for row in done
    )
    return len(made)


def _write_consents(rng: Random, chosen: Sequence[Spoken], on: date) -> int:
    rows = []
    for one in chosen:
        since = on - timedelta(days=rng.randint(40, 700))
        for channel in rng.sample((Channel.EMAIL, Channel.WHATSAPP, Channel.PHONE, Channel.SMS), rng.randint(1, 3)):
            rows.append(_consent(one, Purpose.MARKETING, channel, State.GRANTED, since, rng.choice(EVIDENCE)))
            if rng.random() < 0.12:
                later = since + timedelta(days=rng.randint(1, 39))
                rows.append(
                    _consent(one, Purpose.MARKETING, channel, State.WITHDRAWN, later, "Lo pidió por el mismo canal.")
                )
        rows.append(_consent(one, Purpose.SERVICE, Channel.EMAIL, State.GRANTED, since, EVIDENCE[0]))
    return len(ConsentEntry.objects.bulk_create(rows, batch_size=500))


def _consent(one: Spoken, purpose: str, channel: str, state: str, on: date, evidence: str) -> ConsentEntry:  # noqa: PLR0917 - a line of the ledger
    basis = ConsentEntry.Basis.CONSENT if state == State.GRANTED else ""
    return ConsentEntry(
        party_id=one.party, purpose=purpose, channel=channel, state=state, basis=basis, evidence=evidence, on=on,
        by_id=one.owner,
    )  # fmt: skip


def _write_own_fields(rng: Random) -> int:
    boss = User.objects.get(email=PEOPLE[0].email)
    grind = add_custom_field(
        of=TraitDefinition.Type.CHOICE,
        details=FieldDetails("Molienda preferida", help="Cómo prepara el café en casa o en su local.", choices=GRINDS),
        by=boss,
    )
    credit = add_custom_field(
        of=TraitDefinition.Type.MONEY,
        details=FieldDetails("Cupo de crédito", help="Hasta cuánto le fiamos.", party_kinds=(Party.Kind.ORGANIZATION,)),
        by=boss,
    )
    people = Party.objects.current().order_by("pk").values_list("pk", "kind")[:MOST_VALUES]
    rows = [
        TraitValue(party_id=pk, definition=grind, text=rng.choice(GRINDS), by=boss)
        for pk, _kind in people
        if rng.random() < 0.4
    ]
    rows += [
        TraitValue(party_id=pk, definition=credit, money=rng.randint(2, 40) * 50_000_000, by=boss)
        for pk, kind in people
        if kind == Party.Kind.ORGANIZATION and rng.random() < 0.6
    ]
    written = TraitValue.objects.bulk_create(rows, batch_size=500)
    note_values(APPEND, [row.pk for row in written])
    return len(written)
