"""What people say about accounts: judged factors, weights, and the strategy that somebody confirmed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import User


class Strategy(models.TextChoices):
    """Buttle, Customer Relationship Management: Concepts and Technologies, the strategies after portfolio analysis."""

    PROTECT = "PROTECT", _("Proteger la relación")
    RE_ENGINEER = "RE_ENGINEER", _("Rediseñar la relación")
    ENHANCE = "ENHANCE", _("Hacerla crecer")
    HARVEST = "HARVEST", _("Cosechar")
    END = "END", _("Terminarla")
    WIN_BACK = "WIN_BACK", _("Recuperarla")
    START = "START", _("Empezar una relación")


class PortfolioSettings(models.Model):
    """A version of the weights and of the cut; the newest holds, older ones say how positions of their time were read."""

    id = models.BigAutoField(primary_key=True)
    weights = models.JSONField(default=dict, help_text="by factor; within an axis they count in proportion")
    cut = models.PositiveSmallIntegerField(_("corte"), default=50, help_text="from here on an axis is high")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cut__gte=1, cut__lte=99), name="portfolio_cut_between")
        ]

    def __str__(self) -> str:
        return f"portfolio settings {self.pk}"


class JudgementQuerySet(VisibleQuerySet["AccountJudgement"]):
    """Judgements of the accounts a user may see."""

    def visible_to(self, user: User) -> Self:
        return self.filter(stands_for_visible(user, "account"))


class StrategyQuerySet(VisibleQuerySet["AccountStrategy"]):
    """Strategies of the accounts a user may see."""

    def visible_to(self, user: User) -> Self:
        return self.filter(stands_for_visible(user, "account"))

    def open(self) -> Self:
        return self.filter(valid_to__isnull=True)


class AccountJudgement(models.Model):
    """What somebody thinks of a factor of an account, from 0 to 100; the newest holds, older ones stay."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    factor = models.CharField(_("factor"), max_length=16)
    value = models.PositiveSmallIntegerField(_("de 0 a 100"))
    note = models.CharField(_("por qué"), max_length=240, blank=True)
    on = models.DateField(_("desde"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = JudgementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "factor", "-id"], name="judgement_of_account")]
        constraints = [models.CheckConstraint(condition=models.Q(value__lte=100), name="judgement_up_to_hundred")]

    def __str__(self) -> str:
        return f"judgement {self.pk}"


class AccountStrategy(models.Model):
    """The strategy for an account that a person confirmed, from when to when; `suggested` is what its cell said that day."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    strategy = models.CharField(_("estrategia"), max_length=12, choices=Strategy.choices)
    suggested = models.CharField(max_length=12, choices=Strategy.choices, blank=True)
    reason = models.CharField(_("por qué"), max_length=240, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(db_default=Now())

    objects = StrategyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(valid_to__isnull=True), name="strategy_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_from__lte=models.F("valid_to")),
                name="strategy_period_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"account strategy {self.pk}"
