"""How good the resolution is, measured: by what people decided, by merges that were undone, and by a random sample of those nobody was asked about."""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, Q

from lazo.identify.models import MatchDecision, Merge, Party

Z = 1.96
Verdict = MatchDecision.Verdict


@dataclass(frozen=True)
class Share:
    """`hits` of `total`, with the interval of Wilson (1927) at 95 %; all null of nothing."""

    hits: int
    total: int

    @property
    def rate(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval, eq. (4) of Agresti & Coull 1998."""
        if not self.total:
            return None
        n, p = self.total, self.hits / self.total
        middle, spread = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (max(0.0, (middle - spread) / (1 + Z * Z / n)), min(1.0, (middle + spread) / (1 + Z * Z / n)))


@dataclass(frozen=True)
class Precision:
    """`queue`: of the pairs people answered, those that were the same. `sample`: of the merges of runs that people were asked about, those that are right.

    `undone`: of all merges of runs, those that were undone by a person. `duplicate_rate`: of the records in use, those that are a further record of
    some customer; null without records.
    """

    queue: Share
    sample: Share
    undone: Share
    duplicate_rate: float | None


def measured_precision() -> Precision:
    """Of the whole company, in four queries: numbers alone, nobody's record."""
    answers = MatchDecision.objects.filter(taken_back_at__isnull=True).exclude(verdict=Verdict.LATER)
    told = answers.aggregate(
        queue=Count("pk", filter=Q(is_audit=False)),
        same=Count("pk", filter=Q(is_audit=False, verdict=Verdict.SAME)),
        sample=Count("pk", filter=Q(is_audit=True)),
        right=Count("pk", filter=Q(is_audit=True, verdict=Verdict.SAME)),
    )
    merges = Merge.objects.filter(run__isnull=False).aggregate(
        all=Count("pk"), undone=Count("pk", filter=Q(undone_by__isnull=False))
    )
    records = Party.objects.filter(retired_at__isnull=True).count()
    further = Party.objects.filter(retired_at__isnull=True, canonical__isnull=False).count()
    return Precision(
        queue=Share(told["same"], told["queue"]),
        sample=Share(told["right"], told["sample"]),
        undone=Share(merges["undone"], merges["all"]),
        duplicate_rate=further / records if records else None,
    )
