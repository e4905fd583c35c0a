"""What was proposed and nobody answered in time counts as not answered: that is how an offer learns that it is not wanted."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from lazo.customize.models import ActionAnswer, Outcome
from lazo.customize.models.next_action import IGNORED_DAYS, RESPONSE_DAYS
from lazo.kernel.events import record_event

Said = ActionAnswer.Said


@transaction.atomic
def close_unanswered(*, on: date) -> int:
    """Say of whatever was done fourteen days before `on` or earlier, and has no answer, that the customer did not answer; how many.

    Writes one event, `actions.unanswered`, where there were any.
    """
    final = ActionAnswer.objects.filter(action=OuterRef("action"), said__in=ActionAnswer.OF_CUSTOMER)
    waiting = ActionAnswer.objects.filter(said=Said.DONE, on__lte=on - timedelta(days=RESPONSE_DAYS))
    rows = list(waiting.filter(~Exists(final)).select_related("offer").order_by("pk"))
    if not rows:
        return 0
    until = on + timedelta(days=IGNORED_DAYS)
    ActionAnswer.objects.bulk_create(
        ActionAnswer(
            action=row.action,
            party_id=row.party_id,
            offer_id=row.offer_id,
            said=Said.IGNORED,
            on=on,
            until=until,
            channel=row.channel,
            expected=row.expected,
        )
        for row in rows
    )
    Outcome.objects.bulk_create(
        (outcome_of(row.action, row.offer.experiment_id, row.party_id, Said.IGNORED, on) for row in rows),
        ignore_conflicts=True,
    )
    record_event(kind="actions.unanswered", by=None, data={"on": on.isoformat(), "actions": len(rows)})
    return len(rows)


def outcome_of(action: int, experiment: int, party: int, said: str, on: date) -> Outcome:
    """The outcome that an answer is of the offer's experiment: once for each action."""
    return Outcome(experiment_id=experiment, party=party, name=said, amount=1, on=on, key=outcome_key(action))


def outcome_key(action: int) -> str:
    """The key of the outcome that an answer to an action is."""
    return f"action:{action}"
