"""What the next run of the resolution of identities would look at, so that whoever brought people in is told."""

from dataclasses import dataclass

from django.conf import settings

from lazo.identify.forgetting import KEPT_BASE
from lazo.identify.models import ContactPoint, Party, PartyIdentifier, ResolutionRun
from lazo.identify.resolution.changed import MOST_OF_BASE, Watermark
from lazo.kernel.models import Change, Job

RESOLVE = "identify.resolve"
MOST_COUNTED = 20_000
"""Ways of contact and documents that came alone are looked at one by one up to so many; a file of people brings its parties too."""

MOST_SPANS = 100
"""A run notes what it joined in few ranges; the longest are left out, and one more or less changes no hint."""


@dataclass(frozen=True)
class ResolutionDue:
    """`records` that the next run would look at; none: there is nothing to do. `is_full`: it would look at everybody. `is_running`: one is on its way."""

    records: int
    is_full: bool
    is_running: bool


def resolution_due() -> ResolutionDue:
    """How many records are new or changed since the last run, or how many there are when that is most of them or none was made.

    Counted from the ranges of the captured changes: it costs the same however many rows they say. Records of the whole company, of nobody
    in particular.
    """
    is_running = Job.objects.filter(kind=RESOLVE, state__in=(Job.State.QUEUED, Job.State.RUNNING)).exists()
    last = ResolutionRun.objects.filter(state=ResolutionRun.State.DONE).defer("model").order_by("-pk").first()
    if last is None or not (settings.WORKSPACE.warehouse / KEPT_BASE).exists():
        return ResolutionDue(_base(), is_full=True, is_running=is_running)
    changed = _changed(Watermark(**last.counts.get("upto", {"change": last.watermark})), last)
    enough = (Party.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) // MOST_OF_BASE
    if changed > max(enough, 1000):
        return ResolutionDue(_base(), is_full=True, is_running=is_running)
    return ResolutionDue(changed, is_full=False, is_running=is_running)


def _base() -> int:
    """Records in use of persons and organizations; one alone has nobody to be compared with."""
    count = Party.objects.filter(retired_at__isnull=True).exclude(kind=Party.Kind.HOUSEHOLD).count()
    return count if count > 1 else 0


def _changed(seen: Watermark, last: ResolutionRun) -> int:
    """The parties of the changes after `seen`, each once; what the run itself joined is not news."""
    changes = Change.objects.filter(pk__gt=seen.change, table="parties")
    own = sorted(last.counts.get("own_changes", []), key=lambda span: span[0] - span[1])
    for first, final in own[:MOST_SPANS]:
        changes = changes.exclude(pk__range=(first, final))
    alone = ((number, number) for number in _alone(seen))
    return _covered([*changes.order_by().values_list("row_from", "row_to"), *alone])


def _alone(seen: Watermark) -> set[int]:
    """The parties of ways of contact and documents added since, when those are few."""
    found: set[int] = set()
    for model, after in ((ContactPoint, seen.contact), (PartyIdentifier, seen.document)):
        rows = model._default_manager.filter(pk__gt=after).order_by("pk")  # noqa: SLF001 - Django documents it
        numbers = list(rows.values_list("party_id", flat=True)[: MOST_COUNTED + 1])
        if len(numbers) <= MOST_COUNTED:
            found.update(numbers)
    return found


def _covered(spans: list[tuple[int, int]]) -> int:
    """How many numbers the spans cover together."""
    count, reached = 0, 0
    for first, final in sorted(spans):
        count += max(0, final - max(first, reached + 1) + 1)
        reached = max(reached, final)
    return count
