"""Where an entry stands in a customer's history, and how a page asks for what comes after it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import F, Q

SIGN = "~"


@dataclass(frozen=True)
class Moment:
    """The newest day first; within a day what has an hour, the latest first, before what has none; then by strand and number.

    `day` is the company's, `at` is null where only the day is known. No two entries of a history stand at the same moment.
    """

    day: date
    at: datetime | None
    strand: int
    row: int

    @property
    def order(self) -> tuple[int, int, float, int, int]:
        """Ascending: the newest is the least."""
        clock = 0.0 if self.at is None else -self.at.timestamp()
        return (-self.day.toordinal(), int(self.at is None), clock, self.strand, -self.row)

    def as_text(self) -> str:
        """The moment as an address carries it."""
        at = "" if self.at is None else self.at.isoformat()
        return SIGN.join((self.day.isoformat(), at, str(self.strand), str(self.row)))

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """What `as_text` wrote; None of anything else, which then is the beginning."""
        try:
            day, at, strand, row = text.split(SIGN)
            known = datetime.fromisoformat(at) if at else None
            found = cls(date.fromisoformat(day), known, int(strand), int(row))
        except ValueError:
            return None
        is_aware = known is None or known.tzinfo is not None
        return found if is_aware and 0 <= found.row < 2**63 else None


@dataclass(frozen=True)
class Clock:
    """Which columns of a strand's rows say when: `day` a date, `at` an instant; one of them may be blank."""

    day: str = ""
    at: str = ""

    def ordering(self) -> list[Any]:
        """The order of `Moment` inside one strand."""
        columns: list[Any] = [F(self.day).desc()] if self.day else []
        if self.at:
            columns.append(F(self.at).desc(nulls_last=True))
        return [*columns, "-pk"]

    def moment(self, row: Any, strand: int, zone: ZoneInfo) -> Moment:
        at: datetime | None = getattr(row, self.at) if self.at else None
        day: date = getattr(row, self.day) if self.day or at is None else at.astimezone(zone).date()
        return Moment(day, at, strand, row.pk)

    def after(self, moment: Moment, strand: int, zone: ZoneInfo) -> Q:
        """The rows of strand number `strand` that stand after `moment`."""
        same = _same(moment, strand)
        if not self.day:
            return self._after_instant(moment, same, zone)
        later = Q(**{f"{self.day}__lt": moment.day})
        today = Q(**{self.day: moment.day})
        if not self.at:
            return later | (today if moment.at else today & same)
        if moment.at is None:
            return later | (today & Q(**{f"{self.at}__isnull": True}) & same)
        hours = (
            Q(**{f"{self.at}__lt": moment.at}) | Q(**{f"{self.at}__isnull": True}) | (Q(**{self.at: moment.at}) & same)
        )
        return later | (today & hours)

    def _after_instant(self, moment: Moment, same: Q, zone: ZoneInfo) -> Q:
        if moment.at is None:
            return Q(**{f"{self.at}__lt": datetime.combine(moment.day, time(), zone)})
        # The company's day rules: an instant of a later day by another clock has been shown already.
        end = datetime.combine(moment.day + timedelta(days=1), time(), zone)
        within = Q(**{f"{self.at}__lt": moment.at}) | (Q(**{self.at: moment.at}) & same)
        return Q(**{f"{self.at}__lt": end}) & within


def _same(moment: Moment, strand: int) -> Q:
    """Among rows of the same moment: strands in their order, and in a strand the higher number first."""
    if strand == moment.strand:
        return Q(pk__lt=moment.row)
    return ~Q(pk__in=[]) if strand > moment.strand else Q(pk__in=[])
