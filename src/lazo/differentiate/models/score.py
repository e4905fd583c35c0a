"""One wide row per customer and prospect, built aside and swapped in whole by each score run."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import Team


class CycleArea(models.TextChoices):
    ACQUIRE = "ACQUIRE", _("Adquirir")
    KEEP = "KEEP", _("Mantener")
    MAXIMIZE = "MAXIMIZE", _("Maximizar")
    LOYALTY = "LOYALTY", _("Fidelizar")
    RETAIN = "RETAIN", _("Retener")


class ValueTier(models.TextChoices):
    """Peppers & Rogers: most valuable, second-tier growable, most growable, low maintenance, below zero."""

    MVC = "MVC", _("Mayor valor")
    SGC = "SGC", _("Supercrecimiento")
    MGC = "MGC", _("Mayor potencial")
    LMC = "LMC", _("Bajo mantenimiento")
    BZ = "BZ", _("Bajo cero")


class ScoreQuerySet(VisibleQuerySet["Score"]):
    """Scores a user may see."""

    row_access_customer = "customer_id"


class Score(models.Model):
    """Money is base minor units. It repeats owner, team, kind and country so that lists filter and sort on one table.

    A blank `area` is outside the cycle: lost customers and prospects who went silent. `value_365d` is what pages show;
    where the back-test of the run found the model unreliable it is the naive forecast, and `value_365d_model` keeps the
    model's beside it.
    """

    customer = models.OneToOneField(
        Party, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    run_id = models.BigIntegerField()
    on_date = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12)
    country = models.CharField(max_length=2, blank=True)
    frequency = models.IntegerField(_("recompras"))
    recency_days = models.IntegerField(_("días desde la última compra"), null=True)
    age_days = models.IntegerField(_("días desde la primera compra"), null=True)
    n_purchases = models.IntegerField(_("compras"))
    first_day = models.DateField(_("primera compra"), null=True)
    last_day = models.DateField(_("última compra"), null=True)
    monetary = models.BigIntegerField(_("gasto medio de recompra"), null=True)
    p_alive = models.FloatField(_("probabilidad de seguir activo"), null=True)
    expected_purchases_90d = models.FloatField(null=True)
    expected_purchases_180d = models.FloatField(null=True)
    expected_purchases_365d = models.FloatField(null=True)
    value_12m = models.BigIntegerField(_("valor actual"))
    value_is_margin = models.BooleanField(default=False)
    value_90d = models.BigIntegerField(null=True)
    value_180d = models.BigIntegerField(null=True)
    value_365d = models.BigIntegerField(_("valor proyectado"), null=True)
    value_365d_model = models.BigIntegerField(_("valor proyectado por el modelo"), null=True)
    value_365d_low = models.BigIntegerField(null=True)
    value_365d_high = models.BigIntegerField(null=True)
    clv = models.BigIntegerField(_("valor de vida"), null=True)
    potential_value = models.BigIntegerField(_("valor potencial"), null=True)
    cost_12m = models.BigIntegerField(_("costo de servir"), null=True, help_text="null where no unit cost is stated")
    net_12m = models.BigIntegerField(_("margen después de servir"), null=True)
    rfm = models.CharField(max_length=3, blank=True)
    customer_class = models.CharField(_("clase"), max_length=8, blank=True)
    tier = models.CharField(_("nivel de valor"), max_length=3, blank=True)
    migrator = models.BooleanField(default=False)
    strategic = models.BooleanField(_("estratégico"), default=False)
    strategic_kinds = models.CharField(max_length=40, blank=True, help_text="computed kinds, comma separated")
    expected_gap = models.FloatField(_("ritmo esperado, días"), null=True)
    overdue_ratio = models.FloatField(_("atraso frente a su ritmo"), null=True)
    revenue_ratio = models.FloatField(_("último trimestre frente a los anteriores"), null=True)
    area = models.CharField(_("área"), max_length=8, choices=CycleArea.choices, blank=True)
    sub_state = models.CharField(max_length=12, blank=True)
    place = models.FloatField(_("lugar dentro del área, 0 a 1"), default=0)
    also_in = models.CharField(max_length=60, blank=True, help_text="other areas true today, comma separated")
    rule = models.CharField(max_length=40)
    evidence = models.JSONField(default=dict, help_text="the numbers the rule read")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        db_table = "differentiate_score"

    def __str__(self) -> str:
        return f"score of {self.pk}"

    @property
    def unrealised(self) -> int | None:
        """What is left to grow: potential less lifetime value, in base minor units; null where one of them is not known."""
        if self.potential_value is None or self.clv is None:
            return None
        return self.potential_value - self.clv
