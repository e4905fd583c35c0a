"""Whose the numbers of an offer are: who is in its groups, who said what, to whom it is not proposed and why; only those the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet

from lazo.customize.models import ActionAnswer, ActionRun, Decision, Offer
from lazo.customize.queries.next_action import current_action_run
from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

if TYPE_CHECKING:
    from lazo.customize.facts import Ints

PAGE = 50
TREATED, CONTROL, LEFT_ALONE = "treated", "control", "left_alone"
GROUPS = {TREATED: False, CONTROL: True}
"""By the word that asks for a group of an offer, whether it is the control group."""


@dataclass(frozen=True)
class OfferPeople:
    """A page by growing number: customer and name. `total` is how many there are on all pages; `next` the last number, null at the end."""

    rows: tuple[tuple[int, str], ...]
    total: int
    next: int | None


def lost_of(offers: Sequence[Offer], *, user: User) -> dict[int, dict[str, int]]:
    """Of each offer how many customers the reader may see it was not proposed to in the current run, by verdict. Reads columns of its file.

    Empty before the first run, and of a run whose file is gone.
    """
    import numpy as np

    from lazo.analytics.decisions.arbitration import Verdict

    found = {}
    seen: Any = None
    for offer, ids, verdicts in _verdicts(offers):
        seen = _seen(ids, user) if seen is None else seen
        counts = np.bincount(verdicts[seen], minlength=len(Verdict)).tolist()
        found[offer] = {
            Verdict(n).name.lower(): count for n, count in enumerate(counts) if count and n != Verdict.CHOSEN
        }
    return found


def left_alone(run: ActionRun | None, *, user: User) -> int:
    """How many get nothing on the day of the run, to compare. One query."""
    return _left_alone(run, user).count()


def offer_people(*, user: User, offer: Offer | None, why: str, after: int = 0, limit: int = PAGE) -> OfferPeople | None:
    """Customers behind one number of an offer; null for a number that there is not.

    `why` is a group (`treated`, `control`), an answer (a word of ActionAnswer.Said) or the verdict by which the offer lost in the current run;
    without an offer `left_alone`, who gets nothing on the day of the run.
    """
    rows = _of_tables(user, offer, why)
    if rows is not None:
        chosen = list(rows.filter(party__gt=after).order_by("party")[: limit + 1])
        return _page(chosen, rows.count(), limit)
    ids = _who_lost(user, offer, why) if offer is not None else None
    if ids is None:
        return None
    start = int((ids <= after).sum())
    return _page(ids[start : start + limit + 1].tolist(), len(ids), limit)


def _of_tables(user: User, offer: Offer | None, why: str) -> "QuerySet[Any, Any] | None":
    """Numbers of customers, each once."""
    if offer is None:
        return _left_alone(current_action_run(), user).values_list("party", flat=True) if why == LEFT_ALONE else None
    if why in GROUPS:
        rows = Decision.objects.standing().visible_to(user).filter(experiment=offer.experiment_id)
        return rows.filter(arm__is_control=GROUPS[why]).values_list("party", flat=True)
    if why in ActionAnswer.Said.values:
        said = ActionAnswer.objects.visible_to(user).filter(offer=offer, said=why)
        return said.order_by().values_list("party", flat=True).distinct()
    return None


def _left_alone(run: ActionRun | None, user: User) -> "QuerySet[Decision]":
    offers = Offer.objects.values("experiment")
    rows = Decision.objects.standing().visible_to(user).filter(experiment__in=offers, arm__is_control=True)
    return rows.filter(on=run.on_date) if run is not None else rows.none()


def _who_lost(user: User, offer: Offer, why: str) -> "Ints | None":
    """Growing; null for what is no verdict."""
    import numpy as np

    from lazo.analytics.decisions.arbitration import Verdict

    code = {one.name.lower(): one for one in Verdict if one != Verdict.CHOSEN}.get(why)
    if code is None:
        return None
    ids: Ints = np.empty(0, np.int64)
    for _offer, everybody, verdicts in _verdicts([offer]):
        ids = everybody[(verdicts == code) & _seen(everybody, user)]
    return ids


def _verdicts(offers: Sequence[Offer]) -> list[tuple[int, "Ints", Any]]:
    """Of each offer of the current run its number, the customers (growing) and what became of it for each."""
    from lazo.customize.deciding.run_file import read_verdicts

    run = current_action_run()
    if run is None:
        return []
    wanted = {one.pk for one in offers}
    return read_verdicts(settings.WORKSPACE, run, offers=wanted)


def _seen(ids: "Ints", user: User) -> Any:
    """Of each of these customers whether the reader may see them."""
    import numpy as np

    if row_rule(user).everything:
        return np.ones(len(ids), np.bool_)
    mine = Party.objects.filter(stands_for_visible(user, "")).order_by().values_list("pk", flat=True)
    return np.isin(ids, np.fromiter(mine.iterator(chunk_size=50_000), np.int64))


def _page(found: Sequence[int], total: int, limit: int) -> OfferPeople:
    shown = found[:limit]
    rows = Party.objects.filter(pk__in=shown).values_list("pk", "name", "canonical__name")
    names = {pk: canonical or name for pk, name, canonical in rows}
    people = tuple((one, names.get(one, "")) for one in shown)
    return OfferPeople(people, total, shown[-1] if len(found) > limit else None)
