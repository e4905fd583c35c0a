"""Measuring the data: all attributes, all dimensions, all sources, kept under the day."""

from datetime import date

from django.db import transaction

from lazo.identify.models import Party, QualityMeasure
from lazo.identify.queries.quality_attributes import ATTRIBUTES
from lazo.identify.queries.quality_counts import (
    Counted,
    counted,
    counted_by_source,
    counted_purchases,
    counted_records,
    customers_by_kind,
    records_by_source,
)
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import User


def measure_quality(*, on: date, by: User | None, context: JobContext) -> list[QualityMeasure]:
    """Count how good the data are as of `on` and keep it in place of what was measured that day.

    The number of statements is that of the attributes, not of customers. Nothing is written before all is counted: killed, it starts again.
    """
    figures = _counted(on, context)
    return _keep(figures, on, by)


def _counted(on: date, context: JobContext) -> list[Counted]:
    customers, records = customers_by_kind(), records_by_source()
    figures = [counted_records(customers=customers), *counted_purchases()]
    for done, attribute in enumerate(ATTRIBUTES.values()):
        context.raise_if_cancelled()
        context.progress(done, len(ATTRIBUTES), "medir")
        figures += counted(attribute, customers=customers, on=on)
        figures += counted_by_source(attribute, records=records, on=on)
    return figures


@transaction.atomic
def _keep(figures: list[Counted], on: date, by: User | None) -> list[QualityMeasure]:
    QualityMeasure.objects.filter(day=on).delete()
    made = QualityMeasure.objects.bulk_create(
        QualityMeasure(
            day=on,
            attribute=one.attribute,
            source_id=one.source,
            dimension=one.dimension,
            hits=one.hits,
            total=one.total,
        )
        for one in figures
    )
    record_event(kind="quality.measured", by=by, table="identify_qualitymeasure", data={"on": on.isoformat()})
    return made


def quality_is_behind(*, on: date) -> bool:
    """Whether nothing was measured on that day although there is something to measure."""
    return not QualityMeasure.objects.filter(day__gte=on).exists() and Party.objects.exists()
