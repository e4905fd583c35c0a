"""What a customer has one of, of what customize decides, when two are found to be one.

An arm: the earlier decision stands and the other is put aside until they are parted. A next action: that of the number that stays; the other goes,
and after a split the next run decides about each again.
"""

from collections.abc import Sequence

from lazo.customize.models import Decision, NextAction
from lazo.identify.merge_handlers import MergeHandler, Regrouping, register_merge_handler


def register_arms() -> None:
    """Announce the handlers; called when the application starts."""
    register_merge_handler("customize.arm", MergeHandler(joined=put_aside, parted=take_up))
    register_merge_handler("customize.next_action", MergeHandler(joined=drop_actions))


def put_aside(regroupings: Sequence[Regrouping]) -> None:
    """In the order of the merges. What stands: the decision of the earliest day, then of the lowest number."""
    records = {number for one in regroupings for number in (*one.family, *one.others)}
    held = list(Decision.objects.standing().filter(party__in=records).order_by("on", "pk"))
    aside: set[int] = set()
    for one in regroupings if held else ():
        family, first = {*one.family, *one.others}, set()
        for row in held:
            if row.party not in family or row.pk in aside:
                continue
            if row.experiment_id in first:
                aside.add(row.pk)
                Decision.objects.filter(pk=row.pk).update(set_aside=one.merge)
            first.add(row.experiment_id)


def take_up(regroupings: Sequence[Regrouping]) -> None:
    """Those that a merge put aside stand again."""
    merges = [one.merge for one in regroupings]
    Decision.objects.filter(set_aside__in=merges).update(set_aside=None)


def drop_actions(regroupings: Sequence[Regrouping]) -> None:
    """Nothing is proposed any more to a number that nobody is a customer under."""
    records = {number for one in regroupings for number in one.others}
    NextAction.objects.filter(party__in=records).delete()
