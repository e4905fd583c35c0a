"""A campaign to everybody, launched: audience, arms, policy and outbox, and what its pages then cost. The last line is JSON.

With `--beside` another process meanwhile puts one message after the other into the lane of services and sends it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lazo.bench.cases.fill_contact import TODAY
from lazo.bench.cases.policy import WHEN
from lazo.bench.measure import case_command

BESIDE = "--beside"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    sys.stdout.write(json.dumps(beside() if BESIDE in sys.argv else campaigned()) + "\n")


def campaigned() -> dict[str, Any]:
    """Seconds of CPU and by the clock of each step, and how many rows it wrote."""
    from lazo.interact.models import Message
    from lazo.interact.queries.campaign_forecast import forecast
    from lazo.interact.queries.campaigns import blocks_of, campaign_lines, found_campaign, message_counts
    from lazo.kernel.models import User

    by = User.objects.order_by("pk")[0]
    told: dict[str, Any] = {"forecast": _spent(lambda: forecast(plan=plan(), when=WHEN))}
    campaign = launched(by)
    told["launch"] = _spent(lambda: prepare(campaign))
    held = found_campaign(user=by, campaign=campaign.pk)
    assert held is not None, campaign
    told["page"] = _spent(lambda: (message_counts(held, user=by), blocks_of(held, user=by)))
    told["list"] = _spent(lambda: campaign_lines(user=by))
    return {**told, "rows": Message.objects.count(), "counts": held.waves.all()[0].counts}


def beside() -> dict[str, Any]:
    """The launch while messages of services leave: seconds of each from being asked for to being at the mail server."""
    from lazo.kernel.models import User

    campaign = launched(User.objects.order_by("pk")[0])
    with _services() as said:
        told = {"launch": _spent(lambda: prepare(campaign))}
    return {**told, **said}


@contextmanager
def _services() -> Iterator[dict[str, Any]]:
    """The other process, from its first message that arrived until it is told to stop; then what it says."""
    said: dict[str, Any] = {}
    command = case_command("campaign_service")
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:  # noqa: S603 (reason: our own command)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        yield said
        process.stdin.close()
        said.update(json.loads(process.stdout.read().strip().splitlines()[-1]))


def plan() -> Any:
    from lazo.interact.campaign_plan import ArmDraft, CampaignPlan
    from lazo.interact.models import TemplateVersion

    version = int(TemplateVersion.objects.order_by("pk").values_list("pk", flat=True)[0])
    arms = tuple(ArmDraft(name, templates={"email": version}) for name in ("Recordar", "Ofrecer"))
    return CampaignPlan(
        name="Oferta", segment="todos", area="LOYALTY", channels=("email",), arms=arms, base=0.02, effect=0.001
    )


def launched(by: Any) -> Any:
    from lazo.interact.operations.campaign import draft_campaign
    from lazo.interact.operations.campaign_course import launch_campaign

    campaign = draft_campaign(plan=plan(), by=by, on=TODAY)
    launch_campaign(campaign=campaign, by=by, on=TODAY)
    return campaign


def prepare(campaign: Any) -> None:
    from django.conf import settings

    from lazo.interact.operations.campaign_wave import GRACE, prepare_wave
    from lazo.kernel.jobs import NullContext

    at = WHEN + GRACE
    prepare_wave(campaign=campaign, on=TODAY, at=at, workspace=settings.WORKSPACE, context=NullContext())


def _spent(ask: Callable[[], object]) -> dict[str, float]:
    before, wall = os.times(), time.perf_counter()
    ask()
    after = os.times()
    return {"cpu": sum(after[:4]) - sum(before[:4]), "wall": time.perf_counter() - wall}


if __name__ == "__main__":
    main()
