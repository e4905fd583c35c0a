"""One customer's score and history of places, for a user who may see that customer."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lazo.differentiate.models import CyclePosition, Score, StrategicCustomer
from lazo.differentiate.positions.sentence import why
from lazo.kernel.models import User


@dataclass(frozen=True)
class CustomerScore:
    """The current score with the sentence that says why the customer stands where they stand."""

    score: Score
    why: str

    @property
    def also_in(self) -> list[str]:
        """Keys of the other areas that are true today, in the order of the cycle."""
        return [area for area in self.score.also_in.split(",") if area]


def customer_score(*, customer_id: int, user: User) -> CustomerScore | None:
    """Null when the user may not see the customer, or the customer has not been scored yet."""
    score = Score.objects.visible_to(user).filter(pk=customer_id).first()
    return None if score is None else CustomerScore(score=score, why=why(score.rule, score.evidence))


@dataclass(frozen=True)
class DatedPosition:
    """A place in the cycle, from when to when, with the sentence and the evidence of the day it began."""

    position: CyclePosition
    why: str


def position_history(*, customer_id: int, user: User) -> list[DatedPosition]:
    """Where the customer stood, the newest first; empty when the user may not see the customer."""
    positions = CyclePosition.objects.visible_to(user).filter(customer_id=customer_id).order_by("-valid_from", "-pk")
    return [DatedPosition(position, why(position.rule, position.evidence)) for position in positions]


def strategic_entries(*, customer_id: int, user: User) -> QuerySet[StrategicCustomer]:
    """When the customer was strategically significant and of what kind, the newest first."""
    entries = StrategicCustomer.objects.visible_to(user).filter(customer_id=customer_id)
    return entries.order_by("-valid_from", "-pk")
