"""Imports as the pages show them: one batch with its job and problems, and the list of all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, Sum

from lazo.identify.imports.operations.rejects import problem_reason, rejects_path
from lazo.identify.models import ImportBatch, ImportProblem, Party, Source
from lazo.kernel.models import Job
from lazo.web.import_words import field_label

SHOWN_PROBLEMS = 60
PAGE = 50
BUSY = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class ShownProblem:
    """A row that stays out or goes in with a doubt, and what to do about it."""

    row: int
    column: str
    value: str
    reason: str
    rejects: bool


@dataclass(frozen=True)
class ProblemGroup:
    """How often one thing is wrong in one column, with the first row of it. `is_at_least`: there are more than those kept."""

    column: str
    code: str
    rows: int
    is_at_least: bool
    example: ShownProblem

    @property
    def rejects(self) -> bool:
        return self.example.rejects


@dataclass(frozen=True)
class BatchView:
    """A batch, the job that works on it (None when nothing does), and what was found in its rows."""

    batch: ImportBatch
    job: Job | None
    problems: tuple[ShownProblem, ...]
    groups: tuple[ProblemGroup, ...]
    has_rejects: bool

    @property
    def is_busy(self) -> bool:
        return self.job is not None and self.job.state in BUSY

    @property
    def entering(self) -> int:
        """Rows that go in: new and updated."""
        return self.batch.new + self.batch.updated


def batch_view(batch: int) -> BatchView | None:
    """Everything the page of one batch shows; None when there is no such batch. Three queries."""
    found = ImportBatch.objects.select_related("source", "created_by").filter(pk=batch).first()
    if found is None:
        return None
    kept = list(found.problems.order_by("-rejects", "row", "pk"))
    return BatchView(
        batch=found,
        job=newest_job(found),
        problems=tuple(_shown(problem, found) for problem in kept[:SHOWN_PROBLEMS]),
        groups=tuple(_groups(kept, found)),
        has_rejects=rejects_path(found) is not None,
    )


def _groups(kept: Sequence[ImportProblem], batch: ImportBatch) -> list[ProblemGroup]:
    """Rejections first, the most frequent first. The report counts every row, the table keeps the first thousand."""
    together: dict[tuple[str, str], list[ImportProblem]] = {}
    for problem in kept:
        together.setdefault((problem.column, problem.code), []).append(problem)
    columns_of = Counter(code for _column, code in together)
    counted = {**batch.report.get("doubts", {}), **batch.report.get("reasons", {})}
    groups = [
        ProblemGroup(
            column=column_name(column, batch),
            code=code,
            rows=max(counted.get(code, 0), len(problems)) if columns_of[code] == 1 else len(problems),
            is_at_least=columns_of[code] > 1 and len(kept) < sum(counted.values()),
            example=_shown(problems[0], batch),
        )
        for (column, code), problems in together.items()
    ]
    return sorted(groups, key=lambda group: (not group.rejects, -group.rows, group.column, group.code))


def column_name(column: str, batch: ImportBatch) -> str:
    """The column as the file names it; of a problem that only knows the field, the name of the field."""
    if not column or column in batch.mapping:
        return column
    return next((name for name, key in batch.mapping.items() if key == column), field_label(batch.entity, column))


def newest_job(batch: ImportBatch) -> Job | None:
    """The last thing asked to be done with the batch."""
    return Job.objects.filter(key=f"import:{batch.pk}").order_by("-pk").first()


def _shown(problem: ImportProblem, batch: ImportBatch) -> ShownProblem:
    column = column_name(problem.column, batch)
    return ShownProblem(problem.row, column, problem.value, problem_reason(problem), problem.rejects)


def batch_page(*, before: int | None) -> tuple[list[ImportBatch], int | None]:
    """The newest batches, or those before the batch `before`; and where the next page begins."""
    found = ImportBatch.objects.select_related("source", "created_by").order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


@dataclass(frozen=True)
class SourceRow:
    """A source with what it brought: counts of rows over the batches that stand."""

    source: Source
    entities: tuple[str, ...]
    icon: str
    new: int
    rejected: int
    rows: int
    last: ImportBatch | None
    unfinished: ImportBatch | None

    @property
    def accepted(self) -> float | None:
        """Share of the rows brought in that were accepted."""
        return None if not self.rows else 1 - self.rejected / self.rows


def source_rows() -> list[SourceRow]:
    """All sources by name. Three queries, whatever the number of sources."""
    done = Q(batches__state=ImportBatch.State.DONE)
    sources = Source.objects.order_by("name").annotate(
        new=Sum("batches__new", filter=done),
        rejected=Sum("batches__rejected", filter=done),
        rows=Sum("batches__rows", filter=done),
        last=Max("batches__pk", filter=done),
        open=Max("batches__pk", filter=Q(batches__state__in=UNFINISHED)),
    )
    found = list(sources)
    batches = ImportBatch.objects.in_bulk({pk for source in found for pk in (source.last, source.open) if pk})
    entities = _entities()
    return [
        SourceRow(
            source=source,
            entities=tuple(str(ImportBatch.Entity(entity).label) for entity in entities.get(source.pk, ())),
            icon=ICONS.get((*entities.get(source.pk, ()), "")[0], "file-spreadsheet"),
            new=source.new or 0,
            rejected=source.rejected or 0,
            rows=source.rows or 0,
            last=batches.get(source.last),
            unfinished=batches.get(source.open),
        )
        for source in found
    ]


@dataclass(frozen=True)
class Totals:
    """What all sources brought, and what it amounts to."""

    rows: int
    sources: int
    people: int


def totals(rows: Iterable[SourceRow]) -> Totals:
    """Over the sources that brought something. One query."""
    brought = [row for row in rows if row.rows]
    return Totals(
        sum(row.rows for row in brought), len(brought), Party.objects.filter(canonical=None, retired_at=None).count()
    )


ICONS = {
    "purchases": "receipt",
    "customers": "users",
    "interactions": "message",
    "products": "package",
    "contracts": "rosette",
    "consents": "shield-check",
}
UNFINISHED = (
    ImportBatch.State.UPLOADED,
    ImportBatch.State.MAPPED,
    ImportBatch.State.CHECKED,
    ImportBatch.State.RUNNING,
    ImportBatch.State.FAILED,
)


def _entities() -> dict[int, tuple[str, ...]]:
    """What each source brings: purchases first, as they say most of it."""
    done = ImportBatch.objects.filter(state=ImportBatch.State.DONE)
    pairs: Iterable[tuple[int, str]] = done.order_by("-entity").values_list("source_id", "entity").distinct()
    found: dict[int, tuple[str, ...]] = {}
    for source, entity in pairs:
        found[source] = (*found.get(source, ()), entity)
    return found
