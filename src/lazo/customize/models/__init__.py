"""What can be proposed, what was decided, in which group, what was not sent, and the money."""

from lazo.customize.models.contact_block import ContactBlock
from lazo.customize.models.contact_limit import ContactLimit
from lazo.customize.models.decision import Decision
from lazo.customize.models.experiment import Arm, Experiment
from lazo.customize.models.money_entry import MoneyEntry
from lazo.customize.models.next_action import ActionAnswer, ActionRun, NextAction
from lazo.customize.models.offer import Offer, OfferVersion
from lazo.customize.models.outcome import Outcome
from lazo.customize.models.planned_contact import PlannedContact

__all__ = [
    "ActionAnswer",
    "ActionRun",
    "Arm",
    "ContactBlock",
    "ContactLimit",
    "Decision",
    "Experiment",
    "MoneyEntry",
    "NextAction",
    "Offer",
    "OfferVersion",
    "Outcome",
    "PlannedContact",
]
