"""How far the fictitious company is, and whether this installation can build one."""

from lazo.kernel.jobs import UnableToFindJobKind, job_kind
from lazo.kernel.models import Job

DEMO = "demo.build"


def can_build_demo() -> bool:
    """Whether the job that builds the fictitious company is registered."""
    try:
        job_kind(DEMO)
    except UnableToFindJobKind:
        return False
    return True


def demo_job() -> Job | None:
    """The newest job that builds the fictitious company, unless somebody cancelled it."""
    return Job.objects.filter(kind=DEMO).exclude(state=Job.State.CANCELLED).order_by("-pk").first()
