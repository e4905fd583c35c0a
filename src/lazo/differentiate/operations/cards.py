"""The cards of parties: kept row by row in the transaction of each change, rebuilt as a whole where that would be too many rows.

Everything is a statement of the database over a range of ids: no row passes through Python. Lists read them through `card_view`, beside the
scores, so that a score run writes none.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants, and the only values are whole numbers of ours

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Q

from lazo.differentiate.card_view import PARTY_CARD as CARD
from lazo.differentiate.card_view import VIEW, create_card_view, drop_card_view
from lazo.differentiate.models import PartyCard
from lazo.differentiate.operations.aside import aside_name, create_aside, drop_aside, index_aside, swap_in
from lazo.differentiate.queries.customer_snapshot_file import forget_parties, snapshot_upto
from lazo.identify.blocked import blocked_customers
from lazo.identify.models import Interaction, Party
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change, Event

ROWS = 50_000
FEW_ROWS = 1_000
NEAR = 50
MOST_MARKS = 20_000
LATEST_CHANGE = "(SELECT coalesce(max(id), 0) FROM kernel_change)"
STANDING = f"p.canonical_id IS NULL AND p.retired_at IS NULL AND p.id NOT IN ({blocked_customers('ALL')})"
OWN_CONTACT = "(SELECT max(i.occurred_on) FROM identify_interaction i WHERE i.party_id = p.id)"
LAST_CONTACT = """(SELECT max(d.day) FROM (
    SELECT max(i.occurred_on) AS day FROM identify_interaction i WHERE i.party_id = p.id
    UNION ALL
    SELECT max(i.occurred_on) FROM identify_party b JOIN identify_interaction i ON i.party_id = b.id WHERE b.canonical_id = p.id) d)"""
OF_PARTY = ("kind", "owner_id", "team_id")
OF_RECORDS = ("name", "folded_name", "country", "city", "first_contact_on")
"""What several records of one customer may say differently: the golden record has what holds."""
PARTIES = "identify_party p LEFT JOIN identify_goldenrecord g ON g.customer_id = p.id"
RANGES_AT_ONCE = 300
MOST_RANGES = 50
"""More ranges than these, of one row each, are made again by one statement that reads their numbers."""


def bring_lists_up(*, context: JobContext) -> None:
    """What lists need after a score run: cards, where changes left them behind, and the snapshot with the new values."""
    if cards_are_behind() or _marked_cards(None) > MOST_MARKS:
        rebuild_cards(context=context)
    else:
        context.progress(0, 1, "índices de la lista")
        write_snapshot()


def rebuild_cards(*, context: JobContext) -> int:
    """Make every card again from the parties, in a table aside that is swapped in; how many there are then.

    Filled range by range in short transactions; what changed meanwhile is made again in the transaction of the swap. Killed, the next attempt
    begins anew, and pages never see a part. Writes one event, `cards.rebuilt`, with the last change that they know (`upto`).
    """
    with _only_rebuild():
        upto = _rebuild(context)
    forget_parties()  # whoever wrote a snapshot meanwhile read the cards before
    context.progress(0, 1, "índices de la lista")
    write_snapshot()
    count = PartyCard.objects.count()
    record_event(kind="cards.rebuilt", by=None, table=VIEW, row=None, data={"cards": count, "upto": upto})
    return count


@contextmanager
def _only_rebuild() -> Iterator[None]:
    """Whoever comes second waits; the operating system drops this lock when its holder dies."""
    place: Path = settings.WORKSPACE.history
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".cards.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _rebuild(context: JobContext) -> int:
    """The last change that the new cards know."""
    name = aside_name(PartyCard, (PartyCard.objects.aggregate(last=Max("touched"))["last"] or 0) + 1)
    drop_aside(PartyCard)
    create_aside(PartyCard, name)
    seen = _settled_change()
    _fill(name, context)
    _carry_marks(name)
    index_aside(PartyCard, name)
    seen = _catch_up(name, seen)
    with transaction.atomic():
        context.checkpoint(cards=seen)  # the fence: an attempt that lost its job cannot commit
        if connection.vendor == "postgresql":
            _execute(f"LOCK TABLE {CARD} IN ACCESS EXCLUSIVE MODE")  # whoever writes cards has committed, or waits
        seen = _catch_up(name, seen)
        drop_card_view()
        swap_in(PartyCard, name)
        create_card_view()
        forget_parties()
    return seen


def _settled_change() -> int:
    """The last change, when no smaller number is still to come: on PostgreSQL whoever drew one is waited for."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _execute("LOCK TABLE kernel_change IN SHARE MODE")
        return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def _fill(table: str, context: JobContext) -> None:
    last = Party.objects.aggregate(last=Max("pk"))["last"] or 0
    columns = _columns("NULL") | {"last_contact_on": _last_contact()}
    for start in range(1, last + 1, ROWS):
        end = min(start + ROWS - 1, last)
        _execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {PARTIES}"
            f" WHERE p.id BETWEEN {start} AND {end} AND {STANDING}"
        )
        context.progress(end, last, "fichas")
        context.raise_if_cancelled()


def _last_contact() -> str:
    """LAST_CONTACT, without looking for what there is none of at all."""
    if not Interaction.objects.exists():
        return "NULL"
    return LAST_CONTACT if Party.objects.filter(canonical__isnull=False).exists() else OWN_CONTACT


def _carry_marks(table: str) -> None:
    """Who changed after the snapshot of lists stays marked until the next one; of too many nobody asks."""
    upto = snapshot_upto()
    if upto is None:
        return
    newer = f"SELECT customer_id FROM {CARD} WHERE touched > {upto}"
    if _marked_cards(upto) <= MOST_MARKS:
        mark = f"SELECT c.touched FROM {CARD} c WHERE c.customer_id = {table}.customer_id"
        _execute(f"UPDATE {table} SET touched = ({mark}) WHERE customer_id IN ({newer})")


def _marked_cards(since: int | None) -> int:
    """How many cards are marked by a change after `since`, by any change if None; one more than MOST_MARKS stands for all above."""
    marked = (
        PartyCard.objects.filter(touched__isnull=False)
        if since is None
        else PartyCard.objects.filter(touched__gt=since)
    )
    return marked.order_by()[: MOST_MARKS + 1].count()


def _catch_up(table: str, seen: int) -> int:
    """Make again in `table` the cards whose parties changed after the change `seen`; the last change then."""
    changes = list(Change.objects.filter(pk__gt=seen).order_by("pk"))
    follow_parties([change for change in changes if change.table == "parties"], table=table)
    follow_interactions([change for change in changes if change.table == "interactions"], table=table)
    follow_traits([change for change in changes if change.table == "traits"], table=table)
    return changes[-1].pk if changes else seen


def cards_are_behind() -> bool:
    """Whether there are parties without any card, or a file brought interactions since all cards were made."""
    if not PartyCard.objects.exists():
        return Party.objects.current().exists()
    last = Event.objects.filter(kind="cards.rebuilt", table=VIEW).order_by("-pk").values_list("data", flat=True).first()
    upto = int((last or {}).get("upto", 0))
    brought = Change.objects.filter(pk__gt=upto, table="interactions", row_to__gte=F("row_from") + FEW_ROWS)
    return brought.exists()


def write_snapshot() -> bool:
    """See `customer_snapshot.write_snapshot`, which loads what counts by the million; whose change it has seen is marked no longer."""
    from lazo.differentiate.operations import customer_snapshot

    is_written = customer_snapshot.write_snapshot()
    upto = snapshot_upto() if is_written else None
    if upto is not None and _marked_cards(None) <= MOST_MARKS:
        PartyCard.objects.filter(touched__lte=upto).update(touched=None)
    return is_written


def refresh_cards(
    first: int, last: int, *, touched: str, among: str = "", table: str = CARD, are_new: bool = False
) -> None:
    """Make the cards of parties `first` to `last` again, of those in the query `among` if there is one; who stands for nobody has none.

    `touched` is SQL for the change that did it, `table` the one of the cards or the one that is being built aside. Of parties that
    `are_new` there is neither card nor score yet.
    """
    only = f" AND {{}} IN ({among})" if among else ""
    with connection.cursor() as cursor:
        if are_new:
            cursor.execute(_upsert(str(int(first)), str(int(last)), touched, only=only, table=table))
            return
        cursor.execute(
            f"DELETE FROM {table} WHERE customer_id BETWEEN {int(first)} AND {int(last)} AND NOT EXISTS ("
            f" SELECT 1 FROM identify_party p WHERE p.id = {table}.customer_id AND {STANDING})"
            + only.format("customer_id")
        )
        cursor.execute(_upsert(str(int(first)), str(int(last)), touched, only=only, table=table))
        if table == CARD:
            # Pages that read scores must hide them from a former owner at once, not with the next run.
            cursor.execute(
                "UPDATE differentiate_score SET owner_id = p.owner_id, team_id = p.team_id FROM identify_party p"
                f" WHERE p.id = differentiate_score.customer_id AND p.id BETWEEN {int(first)} AND {int(last)}"
                " AND (p.owner_id IS DISTINCT FROM differentiate_score.owner_id"
                " OR p.team_id IS DISTINCT FROM differentiate_score.team_id)" + only.format("p.id")
            )


def follow_parties(changes: Sequence[Change], *, table: str = CARD) -> None:
    """Keep the cards in the transaction that changes their parties."""
    new = [change for change in changes if change.operation == Change.Operation.APPEND]
    others = [change for change in changes if change.operation != Change.Operation.APPEND]
    touched = str(max((change.pk for change in changes), default=0))
    _refresh(new, touched=touched, table=table, are_new=True)
    ranges = _refresh(others, touched=touched, table=table)
    if ranges:
        _follow_customers(ranges, touched=touched, table=table)


def _refresh(
    changes: Sequence[Change], *, touched: str, table: str, are_new: bool = False
) -> Sequence[tuple[int, int]]:
    """The cards of the parties that changed, and the ranges they are in."""
    ranges = _joined(sorted((change.row_from, change.row_to) for change in changes))
    if len(ranges) > MOST_RANGES and all(change.row_from == change.row_to for change in changes):
        numbers = sorted(change.pk for change in changes)
        some = f"SELECT row_from FROM kernel_change WHERE id BETWEEN {numbers[0]} AND {numbers[-1]} AND \"table\" = 'parties'"
        refresh_cards(ranges[0][0], ranges[-1][1], touched=touched, among=some, table=table, are_new=are_new)
    else:
        for first, last in ranges:
            refresh_cards(first, last, touched=touched, table=table, are_new=are_new)
    return ranges


def _follow_customers(ranges: Sequence[tuple[int, int]], *, touched: str, table: str) -> None:
    """The same for customers of whom one of the records is in the ranges: what holds of them may be another now."""
    if not Party.objects.filter(canonical__isnull=False).exists():
        return
    customers: set[int] = set()
    for start in range(0, len(ranges), RANGES_AT_ONCE):
        spans = Q()
        for first, last in ranges[start : start + RANGES_AT_ONCE]:
            spans |= Q(pk__gte=first, pk__lte=last)
        records = Party.objects.filter(spans, canonical__isnull=False)
        customers |= {number for number in records.values_list("canonical_id", flat=True) if number is not None}
    for customer in sorted(customers):
        refresh_cards(customer, customer, touched=touched, table=table)


def append_statements() -> tuple[str, ...]:
    """The same for new parties, for a process without Django; the change itself has been written just before."""
    return (_upsert("{first}", "{last}", LATEST_CHANGE),)


def follow_interactions(changes: Sequence[Change], *, table: str = CARD) -> None:
    """A note or a call counts at once as the last contact; those of a file count with the next rebuild."""
    for change in changes:
        if change.row_to - change.row_from >= FEW_ROWS:
            continue
        spoken = (
            f"SELECT i.party_id FROM identify_interaction i WHERE i.id BETWEEN {change.row_from} AND {change.row_to}"
        )
        parties = f"{int(change.party)}" if change.party else spoken
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET touched = {change.pk}, last_contact_on = {LAST_CONTACT.replace('p.id', f'{table}.customer_id')}"
                f" WHERE customer_id IN (SELECT coalesce(b.canonical_id, b.id) FROM identify_party b WHERE b.id IN ({parties}))"
            )


def follow_traits(changes: Sequence[Change], *, table: str = CARD) -> None:
    """A card repeats no trait, but who reads lists by arrays must know of whom one is other by now."""
    for change in changes:
        said = f"SELECT v.party_id FROM identify_traitvalue v WHERE v.id BETWEEN {change.row_from} AND {change.row_to}"
        _execute(_marked(f"{int(change.party)}" if change.party else said, str(change.pk), table))


def mark_statements() -> tuple[str, ...]:
    """The same for new values, for a process without Django."""
    said = "SELECT v.party_id FROM identify_traitvalue v WHERE v.id BETWEEN {first} AND {last}"
    return (_marked(said, LATEST_CHANGE, CARD),)


def mark_cards(parties: str, *, touched: int) -> None:
    """Mark the cards of the customers that `parties`, a query of ids, were found to be, as written by the change `touched`."""
    _execute(_marked(parties, str(int(touched)), CARD))


def _marked(parties: str, touched: str, table: str) -> str:
    """SQL that marks the cards of the customers that `parties` were found to be."""
    customers = f"SELECT coalesce(b.canonical_id, b.id) FROM identify_party b WHERE b.id IN ({parties})"
    return f"UPDATE {table} SET touched = {touched} WHERE customer_id IN ({customers})"


def _upsert(first: str, last: str, touched: str, *, only: str = "", table: str = CARD) -> str:
    columns = _columns(touched)
    names = ", ".join(columns)
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "customer_id")
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM {PARTIES}"
        f" WHERE p.id BETWEEN {first} AND {last} AND {STANDING}{only.format('p.id')}"
        f" ON CONFLICT (customer_id) DO UPDATE SET {renewed}"
    )


def _columns(touched: str) -> dict[str, str]:
    """The columns of a card and what each is, over party p and golden record g."""
    day = "CAST(p.created_at AS date)" if connection.vendor == "postgresql" else "date(p.created_at)"
    return {
        "customer_id": "p.id",
        **{name: f"p.{name}" for name in OF_PARTY},
        **{name: f"coalesce(g.{name}, p.{name})" for name in OF_RECORDS},
        # Known since their source knows them: after a first import not everybody is new.
        "created_on": f"coalesce(g.first_contact_on, p.first_contact_on, {day})",
        "last_contact_on": LAST_CONTACT,
        "touched": touched,
    }


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that are near each other as one: to make a card again costs less than another statement."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + NEAR:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
