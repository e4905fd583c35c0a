"""The model that finds who is the same, as the workbench shows it: when it was learned, and how right it was found to be."""

from dataclasses import dataclass

from lazo.identify.models import ResolutionRun
from lazo.identify.queries.precision import Share, measured_precision


@dataclass(frozen=True)
class IdentityLine:
    """`run` learned the model that is used; `checked` are the merges that people looked at, and how many of them were right."""

    run: ResolutionRun
    checked: Share


def identity_line() -> IdentityLine | None:
    """Null before a model was learned."""
    learned = ResolutionRun.objects.filter(state=ResolutionRun.State.DONE, is_trained=True)
    run = learned.defer("model").order_by("-pk").first()
    return None if run is None else IdentityLine(run, measured_precision().sample)
