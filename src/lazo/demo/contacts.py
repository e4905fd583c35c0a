"""What the fictitious company learnt of its ways of contact: what bounced, who answered, which number is another's, names in networks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from lazo.demo.people import plain
from lazo.identify.models import ContactPoint, Party
from lazo.identify.operations.contact_outcome import MOST, report_contact_outcomes
from lazo.identify.operations.contact_report import ContactReport
from lazo.identify.search.tokens import refresh_tokens

Kind = ContactPoint.Kind
MAIL = (("HARD_BOUNCE", 0.05), ("SOFT_BOUNCE", 0.05), ("VERIFIED", 0.2))
TELEPHONE = (("WRONG_PERSON", 0.05), ("UNREACHABLE", 0.08), ("VERIFIED", 0.3))
AGAIN = {"SOFT_BOUNCE": 3, "UNREACHABLE": 3}
"""So many times in a row, and it is in doubt."""


def write_contacts(rng: Random, parties: Sequence[int], on: date) -> int:
    """Tell what came of the ways of contact of `parties`, up to the day `on`, and where some are found; how many outcomes were kept."""
    points = ContactPoint.objects.filter(party_id__in=parties, kind__in=(Kind.EMAIL, Kind.PHONE)).order_by("pk")
    reports = [report for point in points for report in _told(rng, point, on)][:MOST]
    done = report_contact_outcomes(reports=reports, by=None)
    _write_handles(rng, parties)
    return sum(one.status == "kept" for one in done)


def _told(rng: Random, point: ContactPoint, on: date) -> list[ContactReport]:
    drawn, outcome = rng.random(), ""
    for name, share in MAIL if point.kind == Kind.EMAIL else TELEPHONE:
        if drawn < share and not outcome:
            outcome = name
        drawn -= share
    first = on - timedelta(days=rng.randint(5, 120))
    channel = "email" if point.kind == Kind.EMAIL else "whatsapp"
    return [
        ContactReport(
            point.kind,
            point.value,
            outcome,
            channel,
            datetime.combine(first + timedelta(days=time_), time(15, rng.randrange(60)), UTC),
            party=point.party_id,
            how="REPLY" if outcome == "VERIFIED" else "",
            key=point.key,
        )
        for time_ in range(AGAIN.get(outcome, 1))
        if outcome
    ]


def _write_handles(rng: Random, parties: Sequence[int]) -> None:
    """A name in Instagram for some persons."""
    people = Party.objects.filter(pk__in=parties, kind=Party.Kind.PERSON).order_by("pk").values_list("pk", "name")
    found = [(pk, f"{plain(name.split()[0])[:18]}.{pk}") for pk, name in people if name and rng.random() < 0.25]
    ContactPoint.objects.bulk_create(
        ContactPoint(party_id=pk, kind=Kind.INSTAGRAM, value=f"@{name}", key=name) for pk, name in found
    )
    refresh_tokens([pk for pk, _name in found])
