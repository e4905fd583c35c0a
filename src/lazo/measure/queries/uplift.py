"""Whom finished experiments turned out to change, as pages and programs show it."""

from dataclasses import dataclass

from lazo.customize.models import Experiment
from lazo.customize.traits import uplift_trait
from lazo.differentiate.models import Segment
from lazo.differentiate.queries.segments import counts_of
from lazo.kernel.models import Job, User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.measure.models import UpliftStudy

LEARN, APPLY = "measure.uplift", "measure.apply_uplift"


@dataclass(frozen=True)
class Kept:
    """A segment that was kept of a study, and how many of its members the reader sees: null while nobody was told or counted."""

    segment: Segment
    customers: int | None


def studies_of(experiment: Experiment) -> list[UpliftStudy]:
    """One for each treated arm, by its key; none before it was learned. One query."""
    return list(
        UpliftStudy.objects.filter(experiment=experiment).select_related("arm", "experiment").order_by("arm__key")
    )


def job_of(experiment: Experiment, studies: list[UpliftStudy]) -> Job | None:
    """The newest request to learn from it or to tell customers."""
    keys = [f"{LEARN} {experiment.pk}", *(f"{APPLY} {one.pk}" for one in studies)]
    return Job.objects.filter(key__in=keys).order_by("-pk").first()


def kept_of(study: UpliftStudy, *, user: User) -> dict[str, Kept]:
    """By `best` and `asleep` what was kept."""
    names = {best_key(study): "best", asleep_key(study): "asleep"}
    rows = {one.key: one for one in Segment.objects.live().filter(key__in=names)}
    counts: dict[str, int] = {}
    if rows and study.applied_on is not None:
        try:
            counts = counts_of(user=user, segments=rows)
        except UnableToOpenWarehouse:
            counts = {}
    return {names[key]: Kept(row, counts.get(key)) for key, row in rows.items()}


def trait_key(study: UpliftStudy) -> str:
    """The key of the trait that tells customers: one for each arm, whatever is learned again."""
    return uplift_trait(study.arm_id)


def best_key(study: UpliftStudy) -> str:
    """The key of the segment of whom to direct it to."""
    return f"uplift-{study.arm_id}"


def asleep_key(study: UpliftStudy) -> str:
    """The key of the segment of whom to leave in peace."""
    return f"uplift-{study.arm_id}-asleep"
