"""What somebody promised to do, by when, for whom."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.kernel.access import VisibleQuerySet, row_rule
from lazo.kernel.models import User


class ToDoQuerySet(VisibleQuerySet["ToDo"]):
    row_access_prefix = "party__"

    def visible_to(self, user: User) -> Self:
        """Those of a party whom the user may see, and those of nobody that are theirs to do or that they wrote."""
        own = Q(party__isnull=True) & (Q(assignee=user) | Q(made_by=user))
        seen = Q(party__isnull=False) & row_rule(user).as_q(self.row_access_prefix)
        return self.filter(own | seen) if user.is_active else self.none()

    def open(self) -> Self:
        return self.filter(completion__isnull=True)

    def done(self) -> Self:
        return self.filter(completion__isnull=False)

    def overdue(self, *, on: date) -> Self:
        """Open ones whose day has passed on `on`."""
        return self.open().filter(due_on__lt=on)

    def of(self, user: User) -> Self:
        return self.filter(assignee=user)


class ToDo(models.Model):
    """`due_on` null: some day; `party` null: about nobody in particular; `made_by` null: the system made it."""

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(_("qué hay que hacer"), max_length=240)
    text = models.TextField(_("detalle"), blank=True)
    due_on = models.DateField(_("para cuándo"), null=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("quién lo hace")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = ToDoQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assignee", "due_on", "id"], name="to_do_of_user")]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="to_do_has_a_title")]

    def __str__(self) -> str:
        return f"to-do {self.pk}"


class ToDoCompletion(models.Model):
    """That a to-do was done, by whom and when; without one it is open."""

    to_do = models.OneToOneField(ToDo, on_delete=models.CASCADE, primary_key=True, related_name="completion")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["at"], name="to_do_done_at")]

    def __str__(self) -> str:
        return f"completion of to-do {self.to_do_id}"
