"""Reports of outcomes on their way: what was read of each, whose way of contact it is, and what is said of the points themselves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lazo.identify.contact_health import OF_THE_PARTY, WORKS
from lazo.identify.contact_keys import contact_key
from lazo.identify.models import ContactOutcome, ContactPoint, Party
from lazo.identify.operations.contact_point import UnableToReadContact, read_contact
from lazo.kernel.changes import note_changes
from lazo.kernel.models import Change, User

Outcome = ContactOutcome.Outcome
KEPT, KNOWN, UNNEEDED, REFUSED = "kept", "known", "unneeded", "refused"
LONGEST = {"channel": 20, "reference": 120, "evidence": 240}


@dataclass(frozen=True)
class ContactReport:
    """One outcome of `text`, a way of contact of `kind` however it is written, at `happened_at` (an aware instant).

    `channel` and `reference` name what told it (the message, the call, the line of a file); the same pair is kept once, a blank reference
    each time. `party` is of whom it is said: VERIFIED and WRONG_PERSON need it, the others are about the address or number itself.
    `how` is of ContactPoint.How, with VERIFIED; `replaced_by` the way that took its place, with REPLACED. Who has the way of contact itself
    says its `key` in place of the text.
    """

    kind: str
    text: str
    outcome: str
    channel: str
    happened_at: datetime
    reference: str = ""
    evidence: str = ""
    party: int | None = None
    country: str = ""
    how: str = ""
    replaced_by: str = ""
    key: str = ""


@dataclass(frozen=True)
class Reported:
    """What became of a report: kept, known (told before), unneeded (a delivery that proves nothing new) or refused with `code`.

    `outcome` is the number of the row, null of those not kept; `parties` whose way of contact it is.
    """

    status: str
    outcome: int | None = None
    parties: tuple[int, ...] = ()
    code: str = ""


class Reports:
    """The reports on their way: what was read of each, who has the way of contact, and the answer where there is one already."""

    def __init__(self, reports: Sequence[ContactReport], by: User | None) -> None:
        self.reports = reports
        self.by = by
        self.pairs: dict[int, tuple[str, str]] = {}
        self.answers: list[Reported | None] = [self._read(place, report) for place, report in enumerate(reports)]
        self._known()
        self.points = self._points()
        self.customers = self._whom()
        for place in range(len(reports)):
            self.answers[place] = self.answers[place] or self._judge(place)

    def row(self, place: int) -> ContactOutcome:
        report, (kind, key) = self.reports[place], self.pairs[place]
        return ContactOutcome(
            kind=kind,
            key=key,
            party_id=report.party if report.outcome in OF_THE_PARTY else None,
            outcome=report.outcome,
            channel=report.channel,
            reference=report.reference or None,
            evidence=report.evidence,
            happened_at=report.happened_at,
            reported_by=self.by,
        )

    def parties(self, place: int) -> tuple[int, ...]:
        """The customers whose way of contact it is; of what is said of one, that one."""
        report = self.reports[place]
        if report.outcome in OF_THE_PARTY and report.party is not None:
            return (self.customers.get(report.party, report.party),)
        return tuple(sorted({self.customers[point.party_id] for point in self.points[self.pairs[place]]}))

    def kept(self, rows: Sequence[ContactOutcome]) -> list[tuple[Reported, ContactOutcome]]:
        by_number = {row.pk: row for row in rows}
        found = [(answer, by_number.get(answer.outcome or 0)) for answer in self.answers if answer is not None]
        return [(answer, row) for answer, row in found if row is not None]

    def write_points(self, places: Sequence[int]) -> None:
        """What an outcome says of the points themselves: verified, seen, replaced."""
        verified: dict[int, ContactPoint] = {}
        seen: dict[int, ContactPoint] = {}
        for place in places:
            report = self.reports[place]
            mine = [point for point in self.points[self.pairs[place]] if self._is_meant(place, point)]
            for point in mine if report.outcome == Outcome.VERIFIED else ():
                point.verified_at, point.verified_by = report.happened_at, self.by
                point.verified_how = report.how or ContactPoint.How.BY_HAND
                verified[point.pk] = point
            day = report.happened_at.astimezone(UTC).date()
            for point in mine if report.outcome in WORKS else ():
                if point.last_seen_on is None or point.last_seen_on < day:
                    point.last_seen_on, point.last_seen_batch = day, None
                    seen[point.pk] = point
            if report.outcome == Outcome.REPLACED and report.replaced_by:
                self._replace(place)
        _rewrite(verified, ["verified_at", "verified_how", "verified_by"])
        _rewrite(seen, ["last_seen_on", "last_seen_batch"])

    def _is_meant(self, place: int, point: ContactPoint) -> bool:
        report = self.reports[place]
        if report.outcome not in OF_THE_PARTY:
            return True
        return self.customers.get(point.party_id) == self.customers.get(report.party or 0)

    def _replace(self, place: int) -> None:
        """Who had the old way has the new one too."""
        report = self.reports[place]
        new = read_contact(report.kind, report.replaced_by, country=report.country)
        parties = sorted({point.party_id for point in self.points[self.pairs[place]]})
        made = [ContactPoint(party_id=one, kind=report.kind, value=new.value, key=new.key) for one in parties]
        ContactPoint.objects.bulk_create(made, ignore_conflicts=True)
        update = Change.Operation.UPDATE
        note_changes([Change(table="parties", operation=update, row_from=one, row_to=one) for one in parties])

    def _read(self, place: int, report: ContactReport) -> Reported | None:
        code = _wrong(report)
        found = None if code or report.key else contact_key(report.kind, report.text, report.country)
        key = report.key or (found.key if found else "")
        if code or not key:
            return Reported(REFUSED, code=code or "bad_contact")
        self.pairs[place] = (report.kind, key)
        return None

    def _known(self) -> None:
        """Those that were told before, in the register or earlier in the same list."""
        wanted = [report.reference for report in self.reports if report.reference]
        rows = ContactOutcome.objects.filter(reference__in=wanted) if wanted else ContactOutcome.objects.none()
        told = {(channel, reference): pk for channel, reference, pk in rows.values_list("channel", "reference", "pk")}
        for place, report in enumerate(self.reports):
            pair = (report.channel, report.reference)
            if self.answers[place] is not None or not report.reference:
                continue
            if pair in told:
                self.answers[place] = Reported(KNOWN, told[pair] or None)
            else:
                told[pair] = 0

    def _points(self) -> dict[tuple[str, str], list[ContactPoint]]:
        wanted = set(self.pairs.values())
        found: dict[tuple[str, str], list[ContactPoint]] = defaultdict(list)
        for point in ContactPoint.objects.filter(key__in={key for _kind, key in wanted}).order_by("pk"):
            if (point.kind, point.key) in wanted:
                found[point.kind, point.key].append(point)
        return found

    def _whom(self) -> dict[int, int]:
        """The customer of each record that a report names or that has one of the ways of contact; of those `by` sees, where a person tells."""
        named = {report.party for report in self.reports if report.party is not None}
        holders = {point.party_id for points in self.points.values() for point in points}
        rows = Party.objects.filter(pk__in=named | holders).values_list("pk", "canonical_id")
        found = {pk: canonical or pk for pk, canonical in rows}
        if self.by is None:
            return found
        seen = set(Party.objects.visible_to(self.by).filter(pk__in=set(found.values())).values_list("pk", flat=True))
        self.points = defaultdict(
            list,
            {
                pair: [point for point in points if found.get(point.party_id) in seen]
                for pair, points in self.points.items()
            },
        )
        return {pk: customer for pk, customer in found.items() if customer in seen}

    def _judge(self, place: int) -> Reported | None:
        report, points = self.reports[place], self.points[self.pairs[place]]
        if report.party is not None and report.party not in self.customers:
            return Reported(REFUSED, code="unknown_party")
        if not points and (self.by is not None or report.outcome in OF_THE_PARTY):
            return Reported(REFUSED, code="unknown_contact")
        if report.outcome in OF_THE_PARTY and not any(self._is_meant(place, point) for point in points):
            return Reported(REFUSED, code="unknown_contact")
        if report.replaced_by and not _is_readable(report):
            return Reported(REFUSED, code="bad_replacement")
        if report.outcome == Outcome.DELIVERED and all(_is_sound(point) for point in points):
            return Reported(UNNEEDED, parties=self.parties(place))
        return None


def _rewrite(points: Mapping[int, ContactPoint], fields: list[str]) -> None:
    """Only these fields, in one statement: an insert that meets every row."""
    if points:
        ContactPoint.objects.bulk_create(
            points.values(), update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def _wrong(report: ContactReport) -> str:
    """The code of what cannot be read of a report; blank when all can."""
    hows = {"", *ContactPoint.How.values}
    if report.outcome not in Outcome.values or report.how not in hows:
        return "bad_outcome"
    if report.kind not in ContactPoint.Kind.values:
        return "bad_contact"
    if report.happened_at.tzinfo is None:
        return "bad_instant"
    if not report.channel.strip():
        return "bad_channel"
    if any(len(getattr(report, name)) > most for name, most in LONGEST.items()):
        return "too_long"
    return "party_needed" if report.outcome in OF_THE_PARTY and report.party is None else ""


def _is_readable(report: ContactReport) -> bool:
    try:
        read_contact(report.kind, report.replaced_by, country=report.country)
    except UnableToReadContact:
        return False
    return True


def _is_sound(point: ContactPoint) -> bool:
    """Nothing speaks against it: one more delivery says nothing new."""
    return point.state == ContactPoint.Health.USABLE and point.health_why in {"", *WORKS}
