"""What is said to a proposed action: it was done, it waits, it is not for this customer; and then what the customer said."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lazo.customize.models import ActionAnswer, NextAction, Outcome
from lazo.customize.models.next_action import IGNORED_DAYS
from lazo.customize.operations.expiry import outcome_key, outcome_of
from lazo.customize.operations.last_action import tell_last_action
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "customize_actionanswer"
UNDO = "action.answered"
POSTPONED_DAYS = 7
Said = ActionAnswer.Said


class UnableToAnswerAction(Exception):
    """`code` is gone (not there, or not to be seen), unknown_answer, already_answered, not_carried_out (a customer answers what was done) or
    too_far (put off until a day that has passed, or more than a year ahead).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def answer_action(*, action: int, said: str, by: User, on: date, until: date | None = None) -> str:
    """Say what became of an action on the day `on`; gives the token of the undo. Writes `action.answered`.

    `said` is one of ActionAnswer.Said; `until` is the day until which a POSTPONED one waits (null: a week). What one of us says takes the action
    off the lists, and the next best one takes its place; what the customer says is told of an action that was DONE, and its offer learns from it.
    Raises UnableToAnswerAction.
    """
    if said not in Said.values:
        raise UnableToAnswerAction("unknown_answer")
    row = (
        _of_customer(action, said, by, on) if said in ActionAnswer.OF_CUSTOMER else _of_us(action, said, by, on, until)
    )
    data = {"action": row.action, "party": row.party_id, "offer": row.offer_id, "said": said, "on": on.isoformat()}
    record_event(kind="action.answered", by=by, table=TABLE, row=row.pk, data=data)
    token = offer_undo(by=by, label=str(LABELS[Said(said)]), kind=UNDO, data={"answer": row.pk})
    if said not in ActionAnswer.OF_CUSTOMER:
        _choose_again(row.party_id, on)
    return token


def undo_answer(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo: the answer goes, and with it what followed. Raises UnableToUndo."""
    row = ActionAnswer.objects.select_for_update().filter(pk=data["answer"]).select_related("offer").first()
    if row is None or not ActionAnswer.objects.visible_to(by).filter(pk=row.pk).exists():
        raise UnableToUndo("changed_since")
    if row.said == Said.DONE and _final(row.action):
        raise UnableToUndo("changed_since")
    Outcome.objects.filter(experiment=row.offer.experiment_id, name=row.said, key=outcome_key(row.action)).delete()
    party, on = row.party_id, row.on
    told = {"action": row.action, "party": party, "offer": row.offer_id, "said": row.said}
    row.delete()
    record_event(kind="action.answer_undone", by=by, table=TABLE, row=data["answer"], data=told)
    if row.said not in ActionAnswer.OF_CUSTOMER:
        _choose_again(party, on)
    return Undone(restored=1)


def _choose_again(customer: int, on: date) -> None:
    from lazo.customize.operations.decide import decide_for  # loads what counts

    decide_for(customer=customer, on=on)


def _of_us(action: int, said: str, by: User, on: date, until: date | None) -> ActionAnswer:
    held = NextAction.objects.visible_to(by).filter(pk=action).select_related("offer").first()
    if held is None:
        told = ActionAnswer.objects.visible_to(by).filter(action=action).exists()
        raise UnableToAnswerAction("already_answered" if told else "gone")
    row = ActionAnswer.objects.create(
        action=held.pk,
        party_id=held.party_id,
        offer=held.offer,
        said=said,
        on=on,
        until=_until(held, said, on, until),
        channel=held.channel,
        expected=held.expected,
        inputs=held.inputs,
        by=by,
    )
    held.delete()
    if said == Said.DONE:
        tell_last_action(row)
    return row


def _until(held: NextAction, said: str, on: date, until: date | None) -> date | None:
    if said == Said.WITHHELD:
        return on + timedelta(days=held.offer.rest_days)
    if said != Said.POSTPONED:
        return None
    day = until or on + timedelta(days=POSTPONED_DAYS)
    if not on < day <= on + timedelta(days=365):
        raise UnableToAnswerAction("too_far")
    return day


def _of_customer(action: int, said: str, by: User, on: date) -> ActionAnswer:
    done = ActionAnswer.objects.select_for_update(of=("self",)).visible_to(by).filter(action=action, said=Said.DONE)
    row = done.select_related("offer").first()
    if row is None:
        seen = NextAction.objects.visible_to(by).filter(pk=action).exists()
        raise UnableToAnswerAction("not_carried_out" if seen else "gone")
    if _final(action):
        raise UnableToAnswerAction("already_answered")
    rest = {Said.DECLINED: row.offer.rest_days, Said.IGNORED: IGNORED_DAYS}.get(Said(said))
    made = ActionAnswer.objects.create(
        action=action,
        party_id=row.party_id,
        offer=row.offer,
        said=said,
        on=on,
        until=None if rest is None else on + timedelta(days=rest),
        channel=row.channel,
        expected=row.expected,
        by=by,
    )
    Outcome.objects.bulk_create(
        [outcome_of(action, row.offer.experiment_id, row.party_id, said, on)], ignore_conflicts=True
    )
    return made


def _final(action: int) -> bool:
    return ActionAnswer.objects.filter(action=action, said__in=ActionAnswer.OF_CUSTOMER).exists()


LABELS = {
    Said.DONE: _("Acción hecha"),
    Said.POSTPONED: _("Acción pospuesta"),
    Said.WITHHELD: _("No se le ofrecerá"),
    Said.ACCEPTED: _("Aceptó"),
    Said.DECLINED: _("No quiso"),
    Said.IGNORED: _("No respondió"),
}
