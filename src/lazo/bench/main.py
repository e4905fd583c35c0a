"""Runs the comparisons asked for, one after the other, each process by itself."""

from collections.abc import Sequence

from lazo.bench.comparison import Comparison, Result
from lazo.bench.comparisons.act import ACT
from lazo.bench.comparisons.api import API
from lazo.bench.comparisons.campaign import CAMPAIGN
from lazo.bench.comparisons.customer import CUSTOMER
from lazo.bench.comparisons.experiments import EXPERIMENTS
from lazo.bench.comparisons.first_paint import FIRST_PAINT
from lazo.bench.comparisons.fit import FIT
from lazo.bench.comparisons.flow import FLOW
from lazo.bench.comparisons.forecast import FORECAST
from lazo.bench.comparisons.identity import IDENTITY
from lazo.bench.comparisons.import_customers import IMPORT_CUSTOMERS
from lazo.bench.comparisons.import_purchases import IMPORT_PURCHASES
from lazo.bench.comparisons.linkage import LINKAGE
from lazo.bench.comparisons.lists import LISTS
from lazo.bench.comparisons.load import LOAD
from lazo.bench.comparisons.migration import MIGRATION
from lazo.bench.comparisons.outbox import OUTBOX
from lazo.bench.comparisons.pages import PAGES
from lazo.bench.comparisons.policy import POLICY
from lazo.bench.comparisons.propensity import PROPENSITY
from lazo.bench.comparisons.segments import SEGMENTS
from lazo.bench.comparisons.spark import SPARK_RUN
from lazo.bench.comparisons.start import START
from lazo.bench.ground import Ground

COMPARISONS: dict[str, Comparison] = {
    one.name: one
    for one in (
        FLOW,
        FIT,
        IMPORT_CUSTOMERS,
        IMPORT_PURCHASES,
        LINKAGE,
        PAGES,
        LISTS,
        CUSTOMER,
        IDENTITY,
        MIGRATION,
        OUTBOX,
        API,
        LOAD,
        FIRST_PAINT,
        PROPENSITY,
        EXPERIMENTS,
        START,
        FORECAST,
        SEGMENTS,
        POLICY,
        SPARK_RUN,
        CAMPAIGN,
        ACT,
    )
}


class UnableToCompare(Exception):
    """There is no comparison of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No hay una medición «{name}». Las que hay: {', '.join(COMPARISONS)}.")


def run_comparisons(names: Sequence[str], ground: Ground) -> dict[str, Result]:
    """The result of each comparison named, or of all. Raises UnableToCompare, UnableToMeasure."""
    for name in names:
        if name not in COMPARISONS:
            raise UnableToCompare(name)
    results = {}
    for name in names or COMPARISONS:
        ground.tell(f"{name}: {COMPARISONS[name].title}")
        results[name] = COMPARISONS[name].run(ground)
    return results


def titles() -> dict[str, str]:
    """What each comparison is about, by name."""
    return {one.name: one.title for one in COMPARISONS.values()}
