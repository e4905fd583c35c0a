"""One pair as a person judges it: both records field by field, what each comparison adds, what joining them would make."""

from dataclasses import dataclass
from datetime import date

from lazo.identify.models import MatchDecision, MatchPair, Merge
from lazo.identify.queries.families import customers_of
from lazo.identify.queries.merge_preview import MergePreview, merge_preview
from lazo.identify.queries.pair_fields import FieldPair, RecordSide, sides_of
from lazo.identify.queries.pair_verdict import levels_of
from lazo.identify.queries.why import Step, sentence_of, shared_of, steps_of, why_of
from lazo.kernel.models import User


@dataclass(frozen=True)
class PairView:
    """`steps` are the bars of the waterfall, whose sum is the weight; `sentence` the same in words. `preview` null: they are one already.

    `has_changed`: a way of contact or a document is no longer what linkage weighed; the next run weighs anew.
    `merge` is the standing merge of a run that this pair made, null without; `decision` the verdict that stands, blank without.
    """

    pair: MatchPair
    left: RecordSide
    right: RecordSide
    fields: tuple[FieldPair, ...]
    steps: tuple[Step, ...]
    sentence: str
    preview: MergePreview | None
    has_changed: bool
    merge: Merge | None
    decision: str


def pair_view(*, user: User, pair: int, on: date) -> PairView | None:
    """The pair; None when it is not there or `user` may not see both records. The number of queries does not grow with what they hold."""
    found = MatchPair.objects.visible_to(user).filter(pk=pair).select_related("left", "right").first()
    if found is None:
        return None
    customers = customers_of([found.left_id, found.right_id])
    sides = sides_of(found.left, found.right, customers, levels_of(found.contributions))
    tell = sentence_of if found.kind == MatchPair.Kind.SAME else shared_of
    decision = MatchDecision.objects.filter(pair=found, taken_back_at__isnull=True, is_audit=False)
    verdicts = decision.exclude(verdict=MatchDecision.Verdict.LATER).order_by("-pk").values_list("verdict", flat=True)
    return PairView(
        pair=found,
        left=sides.left,
        right=sides.right,
        fields=sides.fields,
        steps=steps_of(found.contributions),
        sentence=tell(why_of(found.contributions)),
        preview=merge_preview(one=found.left, other=found.right, user=user, on=on),
        has_changed=sides.has_changed,
        merge=Merge.objects.standing().filter(pair=found, run__isnull=False).order_by("pk").first(),
        decision=verdicts.first() or "",
    )
