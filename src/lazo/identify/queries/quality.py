"""The quality of the data as it was last measured, its course, and what the company wants of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lazo.identify.models import QualityMeasure, QualityTarget
from lazo.identify.queries.quality_attributes import KEYS, Dimension
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User

DAYS = 60
"""How many measured days the course of an attribute goes back."""


@dataclass(frozen=True)
class Figure:
    """`hits` of `total`; the share is null of nothing."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        return self.hits / self.total if self.total else None


@dataclass(frozen=True)
class AttributeQuality:
    """An attribute on a day; `figures` by dimension, those that were measured. `course` are its usable shares, the oldest first."""

    key: str
    figures: Mapping[str, Figure]
    course: tuple[tuple[date, float], ...] = ()
    target: QualityTarget | None = None

    @property
    def usable(self) -> Figure | None:
        """What counts against the target: see `usable_figure`."""
        return usable_figure(self.figures)

    @property
    def is_under(self) -> bool:
        """Whether the usable share is below what is wanted; false where nothing is wanted or known."""
        wanted = self.target.percent if self.target else None
        usable = self.usable
        if wanted is None or usable is None or not usable.total:
            return False
        return usable.hits * 100 < wanted * usable.total


@dataclass(frozen=True)
class DataQuality:
    """As measured on `day`; attributes in their order."""

    day: date
    measured_at: datetime
    attributes: tuple[AttributeQuality, ...]


def may_see_quality(user: User) -> bool:
    """Counts of the whole company are for who sees every row and may bring data in or take them out."""
    return (may(user, "may_export") or may(user, "may_import")) and row_rule(user).everything


def usable_figure(figures: Mapping[str, Figure]) -> Figure | None:
    """Of all that should have a value, those with a valid one; with any, where validity is not measured; else those that are unique."""
    complete = figures.get(Dimension.COMPLETENESS)
    valid = figures.get(Dimension.VALIDITY)
    if complete is None:
        return figures.get(Dimension.UNIQUENESS)
    return complete if valid is None else Figure(min(valid.hits, complete.total), complete.total)


def data_quality(*, source: int | None = None) -> DataQuality | None:
    """The last measurement, of all customers or of the records of a source; null before the first one."""
    days = measured_days(source=source)
    if not days:
        return None
    rows = list(QualityMeasure.objects.filter(day__in=days, source=source).order_by("day", "pk"))
    found: dict[str, dict[date, dict[str, Figure]]] = {}
    for row in rows:
        of_day = found.setdefault(row.attribute, {}).setdefault(row.day, {})
        of_day[row.dimension] = Figure(row.hits, row.total)
    targets = {one.attribute: one for one in QualityTarget.objects.select_related("owner")} if source is None else {}
    last = days[0]
    attributes = tuple(
        AttributeQuality(key, found[key][last], course_of(found[key]), targets.get(key))
        for key in KEYS
        if last in found.get(key, {})
    )
    return DataQuality(last, max(row.measured_at for row in rows if row.day == last), attributes)


def measured_days(*, source: int | None = None, before: date | None = None, size: int = DAYS) -> list[date]:
    """The newest first."""
    rows = QualityMeasure.objects.filter(source=source)
    if before is not None:
        rows = rows.filter(day__lt=before)
    return list(rows.order_by("-day").values_list("day", flat=True).distinct()[:size])


def measures_of(*, attribute: str, days: Iterable[date], source: int | None = None) -> dict[date, dict[str, Figure]]:
    """The figures of one attribute by day, the newest first."""
    rows = QualityMeasure.objects.filter(attribute=attribute, day__in=list(days), source=source)
    found: dict[date, dict[str, Figure]] = {}
    for row in rows.order_by("-day", "pk"):
        found.setdefault(row.day, {})[row.dimension] = Figure(row.hits, row.total)
    return found


def quality_by_source(*, attribute: str) -> list[tuple[int, str, Mapping[str, Figure]]]:
    """Number, name and figures of each source on the last measured day, by name."""
    days = measured_days(size=1)
    rows = QualityMeasure.objects.filter(day__in=days, attribute=attribute, source__isnull=False)
    found: dict[tuple[str, int], dict[str, Figure]] = {}
    for row in rows.select_related("source"):
        if row.source is not None:
            found.setdefault((row.source.name, row.source.pk), {})[row.dimension] = Figure(row.hits, row.total)
    return [(number, name, figures) for (name, number), figures in sorted(found.items())]


def target_of(attribute: str) -> QualityTarget | None:
    return QualityTarget.objects.select_related("owner").filter(attribute=attribute).first()


def course_of(days: Mapping[date, Mapping[str, Figure]]) -> tuple[tuple[date, float], ...]:
    """The usable share of each day, the oldest first."""
    shares = ((day, usable_figure(figures)) for day, figures in sorted(days.items()))
    return tuple((day, one.share) for day, one in shares if one is not None and one.share is not None)
