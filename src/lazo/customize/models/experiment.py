"""Who is treated, who is not, and what is compared: every campaign and offer has one, and one that ended elsewhere can be brought in."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models.score import CycleArea
from lazo.identify.models import ConsentEntry

WHOLE = 10_000
"""Shares of arms are parts of ten thousand."""
BOUGHT, MONEY = "purchase", "money"
"""The outcomes that are read from purchases: whether somebody bought within the window, and the margin within it."""


class Experiment(models.Model):
    """`metric` is `purchase`, `money` or the name of an outcome that is told; `window_days` counts from the day of the decision.

    `unit_margin` is what one success is worth, in minor units of `currency` (null: the money itself is measured). `salt` makes the arms of
    this experiment independent of those of others. `inputs` says by which versions of data, segments and models it was decided, `planned`
    what was expected before. It measures from `started_on` to before `ends_on`; both are null until it began.
    """

    class Kind(models.TextChoices):
        CAMPAIGN = "CAMPAIGN", _("campaña")
        OFFER = "OFFER", _("oferta")
        IMPORTED = "IMPORTED", _("traído de un archivo")

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(_("clave"), max_length=80, unique=True)
    name = models.CharField(_("nombre"), max_length=160)
    kind = models.CharField(_("tipo"), max_length=8, choices=Kind.choices)
    area = models.CharField(_("área del ciclo"), max_length=8, choices=CycleArea.choices)
    purpose = models.CharField(_("finalidad"), max_length=20, choices=ConsentEntry.Purpose.choices)
    metric = models.SlugField(_("qué se mide"), max_length=60, default=BOUGHT)
    window_days = models.PositiveSmallIntegerField(_("días en que se mide"), default=30)
    salt = models.BigIntegerField()
    unit_margin = models.BigIntegerField(_("margen de cada logro"), null=True)
    currency = models.CharField(_("moneda"), max_length=3)
    inputs = models.JSONField(default=dict)
    planned = models.JSONField(default=dict)
    started_on = models.DateField(_("empezó"), null=True)
    ends_on = models.DateField(_("termina"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(started_on__isnull=False, ends_on__gte=models.F("started_on")),
                name="experiment_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=models.Q(window_days__gt=0), name="experiment_has_a_window"),
        ]

    def __str__(self) -> str:
        return f"experiment {self.pk}"


class Arm(models.Model):
    """A group of an experiment; the control group gets nothing. `unit_cost` is what treating one costs, in minor units."""

    id = models.BigAutoField(primary_key=True)
    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="arms")
    key = models.SlugField(_("clave"), max_length=40)
    name = models.CharField(_("nombre"), max_length=80)
    is_control = models.BooleanField(_("grupo de control"), default=False)
    share = models.PositiveSmallIntegerField(_("parte"), help_text="of ten thousand")
    unit_cost = models.BigIntegerField(_("costo de cada uno"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "key"], name="arm_key_once"),
            models.CheckConstraint(condition=models.Q(share__lte=WHOLE), name="arm_share_of_ten_thousand"),
        ]

    def __str__(self) -> str:
        return f"arm {self.pk}"
