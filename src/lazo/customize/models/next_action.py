"""The best thing to do with each customer today, the run that decided it, and what people and customers answered."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.customize.models.offer import Offer
from lazo.identify.models import Party
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import User

ROWS_OF_A_RUN = 2**32
"""The number of an action is its run times this, and its place in the run: it leads to the run's file for ever."""
RESPONSE_DAYS = 14
"""Days in which a customer may answer what was proposed; then they did not."""
IGNORED_DAYS = 30
"""Days for which nobody is proposed again what they did not answer."""


class ActionRun(models.Model):
    """A decision about everybody on one day. `candidates` is what each offer was on that day (see docs/reference/next-best-action.md).

    `score_run` null: nothing was scored. What was decided about each customer, and from what, is in the history under its number.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("decidiendo")
        DONE = "DONE", _("terminada")
        FAILED = "FAILED", _("con error")

    id = models.BigAutoField(primary_key=True)
    on_date = models.DateField(_("para el día"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    seed = models.BigIntegerField()
    score_run = models.BigIntegerField(null=True)
    manifest = models.CharField(max_length=64, blank=True)
    candidates = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    reason = models.CharField(max_length=60, blank=True)
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="one_current_action_run"
            )
        ]

    def __str__(self) -> str:
        return f"action run {self.pk}"


class NextActionQuerySet(VisibleQuerySet["NextAction"]):
    """Actions on customers a user may see."""

    row_access_prefix = "party__"

    def of(self, user: User) -> Self:
        """Those of whose customers the user looks after."""
        return self.filter(owner=user)


class NextAction(models.Model):
    """Built aside and swapped in whole by each run; who has no row is best left in peace today.

    Money is base minor units: `expected` = `uplift` x `margin` - `cost`, of which `uplift` was drawn from what is believed of the offer.
    `owner` repeats whose customer it is. `inputs` is what it was decided from where that was after the run (null: the run's file has it).
    """

    id = models.BigIntegerField(primary_key=True)
    run = models.ForeignKey(ActionRun, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    channel = models.CharField(max_length=20, blank=True)
    expected = models.BigIntegerField(_("dinero esperado"))
    uplift = models.FloatField(_("efecto esperado"))
    margin = models.BigIntegerField(_("margen de un logro"))
    cost = models.BigIntegerField(_("costo"))
    inputs = models.JSONField(null=True)

    objects = NextActionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["party"], name="next_action_of_party"),
            models.Index(fields=["owner", "-expected", "id"], name="next_action_of_owner"),
            models.Index(fields=["-expected", "id"], name="next_action_by_money"),
        ]

    def __str__(self) -> str:
        return f"next action {self.pk}"


class ActionAnswerQuerySet(VisibleQuerySet["ActionAnswer"]):
    """Answers to actions on customers a user may see."""

    row_access_prefix = "party__"


class ActionAnswer(models.Model):
    """What was said to an action: by one of us (done, put off until a day, not for this customer) and then by the customer.

    `until` is the day before which nothing is proposed again because of it (null: nothing follows). `expected` is base minor units,
    `inputs` those of the action.
    """

    class Said(models.TextChoices):
        DONE = "done", _("hecha")
        POSTPONED = "postponed", _("pospuesta")
        WITHHELD = "withheld", _("no se ofreció")
        ACCEPTED = "accepted", _("aceptó")
        DECLINED = "declined", _("no quiso")
        IGNORED = "ignored", _("no respondió")

    OF_CUSTOMER = frozenset({Said.ACCEPTED, Said.DECLINED, Said.IGNORED})

    id = models.BigAutoField(primary_key=True)
    action = models.BigIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", db_index=False)
    said = models.CharField(_("respuesta"), max_length=9, choices=Said.choices)
    on = models.DateField(_("fecha"))
    until = models.DateField(null=True)
    channel = models.CharField(max_length=20, blank=True)
    expected = models.BigIntegerField(_("dinero esperado"))
    inputs = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = ActionAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "said"], name="action_answered_once")]
        indexes = [
            models.Index(fields=["party"], name="action_answer_of_party"),
            models.Index(fields=["offer", "said"], name="action_answer_of_offer"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} to action {self.action}"
