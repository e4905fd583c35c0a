"""Two records that may be one customer, or two of one household or company: a proposal with its reasons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party, stands_for_visible
from lazo.identify.models.resolution_run import ResolutionRun
from lazo.kernel.models import User


class MatchPairQuerySet(models.QuerySet["MatchPair"]):
    def open(self) -> "MatchPairQuerySet":
        """Those that wait for a person."""
        return self.filter(state=MatchPair.State.OPEN)

    def visible_to(self, user: User) -> "MatchPairQuerySet":
        """Pairs whose two records stand for customers that the user may see."""
        return self.filter(stands_for_visible(user, "left", "right"))


class MatchPair(models.Model):
    """`left` has the lower number. `weight` is the base-two logarithm of the odds, `probability` what it comes to.

    `contributions` are in the order of the waterfall: `{"comparison": "phone", "level": "equal", "weight": 11.2}`, the prior first. `stake` is what
    both bought in twelve months (base minor units) and `priority` that times the doubt; `turn` counts how often it was put off. `held_back` says
    why a pair above the threshold waits for a person: `documents`, `chain`, `crowd`, `shares`.
    """

    class Kind(models.TextChoices):
        SAME = "SAME", _("la misma persona o empresa")
        HOUSEHOLD = "HOUSEHOLD", _("del mismo hogar")
        COMPANY = "COMPANY", _("de la misma empresa")

    class State(models.TextChoices):
        OPEN = "OPEN", _("por decidir")
        SAME = "SAME", _("son la misma")
        NOT = "NOT", _("son dos")
        RELATED = "RELATED", _("son dos y tienen relación")
        JOINED = "JOINED", _("ya están unidas")
        APART = "APART", _("sus clientes se separaron")
        GONE = "GONE", _("ya no se parecen")

    id = models.BigAutoField(primary_key=True)
    left = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    right = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    probability = models.FloatField()
    weight = models.FloatField()
    contributions = models.JSONField(default=list)
    pattern = models.CharField(
        max_length=32, blank=True, help_text="the same for pairs whose comparisons came out alike"
    )
    stake = models.BigIntegerField(default=0)
    priority = models.FloatField(default=0.0)
    turn = models.PositiveIntegerField(default=0)
    held_back = models.CharField(max_length=20, blank=True)
    is_standing = models.BooleanField(default=True, help_text="the last run that looked at it still proposes it")
    first_run = models.ForeignKey(ResolutionRun, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    last_run = models.ForeignKey(ResolutionRun, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = MatchPairQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "turn", "-priority", "id"], condition=models.Q(state="OPEN"), name="pair_in_queue"
            ),
            models.Index(fields=["pattern", "id"], condition=models.Q(state="OPEN"), name="pair_of_pattern"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="pair_left_is_lower"),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0, probability__lte=1), name="pair_probability_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk} of parties {self.left_id} and {self.right_id}"
