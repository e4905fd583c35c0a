"""What we are going to do with an account: goals in versions, and the to-dos that are its actions."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.interact.models.to_do import ToDo
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import User


class AccountPlanQuerySet(VisibleQuerySet["AccountPlan"]):
    def visible_to(self, user: User) -> Self:
        """Those of accounts the user may see."""
        return self.filter(stands_for_visible(user, "account"))


class AccountPlan(models.Model):
    """A version of an account's plan; the last one holds, nothing is overwritten."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    goals = models.TextField(_("qué queremos lograr"))
    review_on = models.DateField(_("se revisa el"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = AccountPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "version"], name="account_plan_version_once"),
            models.CheckConstraint(condition=~models.Q(goals=""), name="account_plan_has_goals"),
        ]

    def __str__(self) -> str:
        return f"account plan {self.pk}"


class AccountPlanAction(models.Model):
    """A to-do that is part of an account's plan; `is_review`: the one by which the plan is looked at again."""

    to_do = models.OneToOneField(ToDo, on_delete=models.CASCADE, primary_key=True, related_name="plan_action")
    account = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    is_review = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"action of account plan, to-do {self.to_do_id}"
