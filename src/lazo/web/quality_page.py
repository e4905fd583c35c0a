"""The quality of the data as its pages show it: what is missing in money, then attribute by attribute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from lazo.differentiate.models import UnreachedValue
from lazo.differentiate.queries.unreached import unreached_values
from lazo.identify.models import QualityMeasure, QualityTarget
from lazo.identify.queries.quality import AttributeQuality, Figure
from lazo.identify.queries.quality_attributes import PURCHASES
from lazo.web.charts.sparkline import sparkline
from lazo.web.markup import drawn
from lazo.web.quality_words import (
    ATTRIBUTE_NAMES,
    DIMENSION_NAMES,
    DIMENSION_SLUGS,
    GAP_NAMES,
    GAP_SLUGS,
    MEANINGS,
    SLUGS,
    TESTS,
)

Words = str | Promise
DIMENSIONS = QualityMeasure.Dimension.values


@dataclass(frozen=True)
class Cell:
    """A figure of one dimension; `figure` null: it is not measured of this attribute. `href` leads to those it leaves out, blank: nobody."""

    name: Words
    meaning: Words
    figure: Figure | None
    href: str

    @property
    def missing(self) -> int:
        return self.figure.total - self.figure.hits if self.figure else 0


@dataclass(frozen=True)
class AttributeLine:
    """`began` is the first usable share of the course that is drawn; null of a single measurement."""

    key: str
    name: Words
    href: str
    usable: Figure | None
    is_under: bool
    target: QualityTarget | None
    spark: SafeString
    began: float | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Finding:
    """What is out of reach; `strategic` and `everybody` are the same gap, for the strategic customers and for all."""

    name: Words
    href: str
    everybody: UnreachedValue
    strategic: UnreachedValue | None

    @property
    def worth(self) -> tuple[int, int]:
        return (self.strategic.value_365d if self.strategic else 0, self.everybody.value_365d)


def attribute_line(one: AttributeQuality, *, opens: bool = True) -> AttributeLine:
    """`opens` false: its figures are of records of a source, which have no list of their own."""
    shares = [share for _day, share in one.course]
    return AttributeLine(
        key=one.key,
        name=ATTRIBUTE_NAMES[one.key],
        href=reverse("web:quality_attribute", args=[SLUGS[one.key]]),
        usable=one.usable,
        is_under=one.is_under,
        target=one.target,
        spark=drawn(sparkline(shares)),
        began=shares[0] if len(shares) > 1 else None,
        cells=cells(one.key, one.figures, opens=opens),
    )


def cells(key: str, figures: Mapping[str, Figure], *, opens: bool = True) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            name=DIMENSION_NAMES[dimension],
            meaning=TESTS.get((key, dimension)) or MEANINGS[dimension],
            figure=figures.get(dimension),
            href=_customers(key, dimension, figures.get(dimension)) if opens else "",
        )
        for dimension in DIMENSIONS
    )


def findings() -> Sequence[Finding]:
    """The largest money of strategic customers first, then that of all."""
    rows: dict[str, dict[bool, UnreachedValue]] = {}
    for row in unreached_values():
        rows.setdefault(row.gap, {})[row.is_strategic] = row
    found = [
        Finding(
            GAP_NAMES[gap],
            reverse("web:quality_customers", args=[GAP_SLUGS[gap]]),
            told[False],
            told.get(True),
        )
        for gap, told in rows.items()
        if False in told
    ]
    return sorted(found, key=lambda one: (*(-worth for worth in one.worth), one.href))


def _customers(key: str, dimension: str, figure: Figure | None) -> str:
    if key == PURCHASES or figure is None or figure.hits == figure.total:
        return ""
    address = reverse("web:quality_customers", args=[SLUGS[key]])
    return f"{address}?dimension={DIMENSION_SLUGS[dimension]}"
