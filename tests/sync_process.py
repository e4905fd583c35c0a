"""A process that says "go" and syncs the workspace of its environment, to be killed by a test."""

import sys

from started import start_django

start_django()

from lazo.kernel.jobs import NullContext  # noqa: E402  # after django.setup()
from lazo.kernel.warehouse.sync import sync  # noqa: E402 - models need settings that are set up
from lazo.kernel.workspace import Workspace  # noqa: E402 - models need settings that are set up

sys.stdout.write("go\n")
sys.stdout.flush()
sync(workspace=Workspace.from_environment(), full="full" in sys.argv, context=NullContext())
