"""What the process beside the build does: parts of it that write nothing in the database, or nothing that anything else waits for."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

Result = dict[str, Any]
PARENT = os.getppid()


def draw(*, folder: str, customers: int, on: str, seed: int) -> Result:
    """Draw the company; needs no database, which is still to be made."""
    from lazo.demo.drawing import draw_company

    return draw_company(Path(folder), customers=customers, on=date.fromisoformat(on), seed=seed).as_json()


def get_ready() -> Result:
    """Load what the next task works with."""
    _begin_django()
    for module in ("splink", "lazo.identify.resolution.run"):
        import_module(module)
    return {}


def propose(*, tell: Callable[[], object]) -> Result:
    """Find who is the same; the result is the checkpoint of the job that goes on from there. It tells when the records are read."""
    _begin_django()
    from django.conf import settings

    from lazo.analytics.memory import keep_freed_memory
    from lazo.identify.resolution.run import propose_same
    from lazo.kernel.jobs import NullContext

    class Context(NullContext):
        """The reading is the first step of four."""

        def progress(self, done: int, _total: int | None = None, _step: str | None = None) -> None:
            if done:
                tell()

    keep_freed_memory()
    context = Context()
    propose_same(workspace=settings.WORKSPACE, by=None, context=context)
    return context.saved


def train(*, model: int, on: str, most: int) -> Result:
    """Learn a version of a model, of what is in the warehouse; the result is the checkpoint of the job that goes on from there.

    With too few customers to learn from it is the blank checkpoint, and the job says so.
    """
    _begin_django()
    from django.conf import settings

    from lazo.differentiate.models import PropensityModel
    from lazo.differentiate.operations.propensity_model import UnableToTrainModel, train_model
    from lazo.kernel.jobs import NullContext

    context = NullContext()
    with suppress(UnableToTrainModel):
        train_model(
            workspace=settings.WORKSPACE,
            model=PropensityModel.objects.get(pk=model),
            on=date.fromisoformat(on),
            by=None,
            most=most,
            context=context,
        )
    return context.saved


@cache
def _begin_django() -> None:
    """Open the workspace. What has begun to write must not outlive who takes it up again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    import django

    django.setup()
    from lazo.kernel.jobs.process import die_with_parent

    die_with_parent(PARENT)


TASKS: dict[str, Callable[..., Result]] = {"draw": draw, "get_ready": get_ready, "propose": propose, "train": train}
