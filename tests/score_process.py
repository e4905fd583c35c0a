"""A process that scores, for tests to kill: bring the warehouse up to date and score as of the day given."""

import sys
from datetime import date

import django

django.setup()

from django.conf import settings  # noqa: E402 - the models must be ready before

from lazo.differentiate.operations.score import run_score  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above
from lazo.kernel.warehouse.sync import sync  # noqa: E402 - as above

if __name__ == "__main__":
    sync(workspace=settings.WORKSPACE, context=NullContext())
    sys.stdout.write("synchronised\n")
    sys.stdout.flush()
    run_score(workspace=settings.WORKSPACE, on=date.fromisoformat(sys.argv[1]), by=None, context=NullContext())
