"""Score runs as Datos shows them: what was computed, from what, and how the back-test ended."""

from dataclasses import dataclass
from typing import Any

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.score_run import score_runs
from lazo.kernel.models import Job
from lazo.web.queries.verdict import Verdict, verdict_of

SCORE = "differentiate.score"
SHOWN_RUNS = 50


@dataclass(frozen=True)
class RunLine:
    """A run in the list; `customers` is how many people and companies it placed."""

    run: ScoreRun
    verdict: Verdict
    customers: int


@dataclass(frozen=True)
class RunView:
    """A run with its fitted parameters and the sections of its back-test, as stored."""

    run: ScoreRun
    verdict: Verdict
    parameters: tuple[tuple[str, float], ...]
    money: dict[str, Any]
    purchases: dict[str, Any]
    capture: dict[str, Any]


def run_lines() -> list[RunLine]:
    return [RunLine(run, verdict_of(run), _customers(run)) for run in score_runs()[:SHOWN_RUNS]]


def run_view(run: int) -> RunView | None:
    """None when there is no such run."""
    found = ScoreRun.objects.select_related("created_by").filter(pk=run).first()
    if found is None:
        return None
    test: dict[str, Any] = found.back_test or {}
    parameters = tuple((key, value) for key, value in found.parameters.items() if isinstance(value, int | float))
    return RunView(
        found,
        verdict_of(found),
        parameters,
        test.get("money") or {},
        test.get("purchases") or {},
        test.get("capture") or {},
    )


def scoring_job() -> Job | None:
    """The newest request for a score run."""
    return Job.objects.filter(kind=SCORE).order_by("-pk").first()


def _customers(run: ScoreRun) -> int:
    totals = run.counts.get("totals") or {}
    return int(totals.get("rows") or 0)
