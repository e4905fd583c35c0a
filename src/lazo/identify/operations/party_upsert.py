"""Many customers of one source at once: made or brought up to date by the number the source gives them, at a cost that does not grow with the base."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from lazo.identify.erased_keys import of_erased, source_key
from lazo.identify.models import ContactPoint, HandWrittenField, Party, Source, SourceRecord
from lazo.identify.models.party import stands_for_visible
from lazo.identify.operations.contact_point import FIELD_OF, ReadContact
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.party_details import CARE, DOCUMENTS, UnableToReadDetail, folded
from lazo.identify.operations.party_lists import removal_mark
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.identify.operations.upsert_lists import write_contacts, write_documents, write_own
from lazo.identify.operations.upsert_row import RowTrouble, UpsertRow, Work, name_of, read_row
from lazo.identify.operations.upsert_trail import tell_changes, tell_events
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import Company, TeamMembership, User

MOST = 1_000
CREATED, UPDATED, SAME, REJECTED = "created", "updated", "same", "rejected"
COLUMNS = (
    "given_name", "surnames", "legal_name", "trade_name", "name", "folded_name", "birth_date", "country", "city",
    "address", "owner_id", "team_id", "version",
)  # fmt: skip


class UnableToUpsert(Exception):
    """`code` is not_allowed, may_not_let_in, too_many, no_source, or busy when somebody wrote the same numbers at this moment: ask again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Upserted:
    """What became of one row: `outcome` created, updated, same or rejected; `party` null when it was rejected and is not there.

    `kept`: fields a person wrote by hand, which no source writes over.
    """

    outcome: str
    party: int | None = None
    troubles: Sequence[RowTrouble] = ()
    kept: tuple[str, ...] = ()


def upsert_parties(
    *, source: str, rows: Sequence[UpsertRow], by: User, on: date, allow_erased: bool = False
) -> list[Upserted]:
    """Make or bring up to date the customers that the source of that name numbers so; one answer a row, in their order.

    A row changes only the fields it has; ways of contact and documents are added, never taken away; what a person wrote by hand stays.
    New ones are `by`'s, in contact since `on`. A row that cannot be read, or is about somebody `by` may not see, is rejected alone; so is
    one of somebody who was erased before, unless `by` may erase and says `allow_erased`.
    Each party that changes leaves its event. A fixed number of statements, whatever the base holds. Raises UnableToUpsert.
    """
    if row_rule(by).nothing:
        raise UnableToUpsert("not_allowed")
    if allow_erased and not may(by, "may_erase"):
        raise UnableToUpsert("may_not_let_in")
    if len(rows) > MOST:
        raise UnableToUpsert("too_many")
    try:
        with transaction.atomic():
            return _upsert(source, rows, by, on, allow_erased=allow_erased)
    except UnableToEnsureSource as error:
        raise UnableToUpsert("no_source") from error
    except IntegrityError as error:
        raise UnableToUpsert("busy") from error


def _upsert(name: str, rows: Sequence[UpsertRow], by: User, on: date, *, allow_erased: bool = False) -> list[Upserted]:
    source = Source.objects.select_for_update().get(pk=ensure_source(name=name, by=by).pk)
    works = _read_all(rows, by)
    _find_parties(works, source, by)
    if not allow_erased:
        _refuse_erased(works, source)
    _keep_hand_written(works)
    for work in works:
        _plan(work)
    good = [work for work in works if not work.read.troubles]
    _write_parties(good, source, by, on)
    write_contacts(good, source, on)
    write_documents(good)
    write_own(good, source)
    tell_changes(good)
    tell_events(good, source, by)
    return [_told(work) for work in works]


def _read_all(rows: Sequence[UpsertRow], by: User) -> list[Work]:
    country = Company.objects.values_list("country", flat=True).first() or ""
    fields = {kind: fields_for(kind) for kind in {row.kind for row in rows}}
    works = [Work(row, read_row(row, fields=fields[row.kind], country=country, by=by)) for row in rows]
    seen: set[str] = set()
    for work in works:
        number = work.row.external_id
        if not number or len(number) > 120 or number in seen:
            code = "repeated" if number in seen else "missing" if not number else "too_long"
            work.read.troubles.append(RowTrouble("external_id", code))
        seen.add(number)
    return works


def _find_parties(works: Sequence[Work], source: Source, by: User) -> None:
    numbers = [work.row.external_id for work in works]
    records = SourceRecord.objects.filter(source=source, external_id__in=numbers).select_related("party")
    # A record that was found to be another customer's goes on being written to: after a split each has what its source said.
    meant = {record.external_id: record.party_id for record in records}
    # Locked in the order of their ids, so that two such requests wait for each other and never in a ring.
    standing = Party.objects.filter(stands_for_visible(by, ""), pk__in=set(meant.values()))
    seen = standing.select_for_update(of=("self",)).order_by("pk")
    parties = {party.pk: party for party in seen}
    for work in works:
        number = meant.get(work.row.external_id)
        work.is_new = number is None
        if number is None:
            continue
        work.party = parties.get(number)
        if work.party is None:
            work.read.troubles.append(RowTrouble("external_id", "unknown_customer"))
        elif work.party.retired_at is not None:
            work.read.troubles.append(RowTrouble("external_id", "not_current"))
        elif work.party.kind != work.row.kind:
            work.read.troubles.append(RowTrouble("kind", "other_kind"))


def _refuse_erased(works: Sequence[Work], source: Source) -> None:
    """Somebody new by whose number, ways of contact or documents one who was erased was known stays out."""
    told = {id(work): _keys(work, source) for work in works if work.is_new}
    erased = of_erased(key for keys in told.values() for key in keys)
    for work in works:
        if erased & told.get(id(work), set()):
            work.read.troubles.append(RowTrouble("external_id", "erased_before"))


def _keys(work: Work, source: Source) -> set[str]:
    keys = {one.key for one in work.read.contacts} | {one.key for one in work.read.documents}
    return keys | {source_key(source.pk, work.row.external_id)}


def _keep_hand_written(works: Sequence[Work]) -> None:
    held: dict[int, list[Work]] = defaultdict(list)
    for work in works:
        if work.party is not None:
            for number in {work.party.pk, work.party.canonical_id or work.party.pk}:
                held[number].append(work)
    written = HandWrittenField.objects.filter(party_id__in=held).values_list("party_id", "field")
    for work, name in ((work, name) for party, name in written for work in held[party]):
        column = f"{name}_id" if name in CARE else name
        if work.read.columns.pop(column, None) is not None or work.read.own.pop(name, None) is not None:
            work.kept.append(name)
        elif "-" in name:
            _keep_removed(work, name)


def _keep_removed(work: Work, mark: str) -> None:
    """What a person took off a list does not come back."""
    read = work.read
    contacts = [one for one in read.contacts if mark not in _marks(one)]
    documents = [one for one in read.documents if removal_mark(DOCUMENTS, one.key) != mark]
    if (len(contacts), len(documents)) != (len(read.contacts), len(read.documents)):
        read.contacts, read.documents = contacts, documents
        work.kept.append(mark.partition("-")[0])


def _marks(contact: ReadContact) -> set[str]:
    """By the text too: a mark of before addresses of one mailbox had one key is that of the address."""
    field = FIELD_OF[ContactPoint.Kind(contact.kind)]
    return {removal_mark(field, text) for text in (contact.key, contact.value)}


def _plan(work: Work) -> None:
    """Which columns change, and the name that follows from them."""
    if work.read.troubles:
        return
    held = {name: getattr(work.party, name) for name in work.read.columns} if work.party else {}
    different = {name: value for name, value in work.read.columns.items() if work.party is None or held[name] != value}
    parts = ("given_name", "surnames", "name", "legal_name", "trade_name")
    if work.party is None or set(parts) & different.keys():
        whole = {name: getattr(work.party, name) for name in parts} if work.party else {}
        try:
            different["name"] = name_of(work.row.kind, {**whole, **different})
        except UnableToReadDetail as error:
            work.read.troubles.append(RowTrouble(error.field, error.code))
            return
        different["folded_name"] = folded(different["name"])
    work.before = {name: getattr(work.party, name) for name in different} if work.party else {}
    work.after = different
    work.touched |= {name for name in different if name != "folded_name"}


def _write_parties(works: Sequence[Work], source: Source, by: User, on: date) -> None:
    new = [work for work in works if work.is_new]
    teams = list(TeamMembership.objects.filter(user=by).values_list("team_id", flat=True)[:2])
    mine = {"owner_id": by.pk, "team_id": teams[0] if len(teams) == 1 else None}
    made = [Party(kind=work.row.kind, first_contact_on=on, **{**mine, **work.after}) for work in new]
    for work, party in zip(new, Party.objects.bulk_create(made), strict=True):
        work.party = party
    records = [
        SourceRecord(source=source, external_id=work.row.external_id, party_id=work.party.pk)
        for work in new
        if work.party
    ]
    SourceRecord.objects.bulk_create(records)
    changed = [work.party for work in works if work.party is not None and not work.is_new and work.after]
    for work in works:
        if work.party is not None and not work.is_new and work.after:
            _apply(work.party, work.after)
    # An insert that meets every row: one statement, where a bulk update would be a case for each row and column.
    Party.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS)


def _apply(party: Party, after: Mapping[str, Any]) -> None:
    for name, value in after.items():
        setattr(party, name, value)
    party.version += 1


def _told(work: Work) -> Upserted:
    party = (work.party.canonical_id or work.party.pk) if work.party else None
    if work.read.troubles:
        return Upserted(REJECTED, party if not work.is_new else None, tuple(work.read.troubles))
    outcome = CREATED if work.is_new else UPDATED if work.touched else SAME
    return Upserted(outcome, party, kept=tuple(sorted(set(work.kept))))
