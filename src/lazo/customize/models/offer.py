"""What can be proposed to a customer: to whom, by which channels, at what cost, how often, and what it is thought to bring."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.customize.models.experiment import Experiment
from lazo.differentiate.models.score import CycleArea
from lazo.identify.models import ConsentEntry

REST_DAYS = 90
"""Days for which nobody is offered again what they declined."""


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers are the company's: everybody sees what can be proposed, and of customers those one may see anyway."""

    def live(self) -> "OfferQuerySet":
        """Those that nobody threw away."""
        return self.filter(removed_at__isnull=True)

    def valid(self, *, on: Any) -> "OfferQuerySet":
        """Those that may be proposed on the day `on`."""
        return self.live().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class Offer(models.Model):
    """`maker` names who finds its customers (blank: the tree in `definition`, as of a segment; empty: every customer).

    A success is worth `margin` base minor units, or `margin_share` percent of what the customer is expected to bring in 365 days; `guess` is the
    uplift somebody expects of it, additional successes by customer, until there is evidence. `unit_cost` is base minor units of proposing it
    once. `cap_total` and `cap_day` count customers, `cap_person` how often one may get it, `capacity` how many whoever looks after customers
    carries out a day; null: no limit. Valid from `valid_from` to before `valid_to`. Groups, window and metric are its experiment's.
    """

    class Kind(models.TextChoices):
        CROSS = "cross", _("venta cruzada")
        UP = "up", _("subir de nivel")
        REFERRAL = "referral", _("pedir un referido")
        WELCOME = "welcome", _("bienvenida")
        SERVICE = "service", _("atención")
        VISIT = "visit", _("visita")
        REWARD = "reward", _("premio")
        SAVE = "save", _("retener")
        WIN_BACK = "win_back", _("recuperar")
        COLLECT = "collect", _("recordar un pago")

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(_("clave"), max_length=60)
    name = models.CharField(_("nombre"), max_length=120)
    what = models.CharField(_("qué se hace"), max_length=240, blank=True)
    kind = models.CharField(_("tipo"), max_length=8, choices=Kind.choices)
    area = models.CharField(_("área del ciclo"), max_length=8, choices=CycleArea.choices)
    maker = models.SlugField(max_length=60, blank=True)
    definition = models.JSONField(_("a quiénes"), default=dict)
    channels = models.JSONField(_("por dónde"), default=list)
    purpose = models.CharField(_("finalidad"), max_length=20, choices=ConsentEntry.Purpose.choices)
    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="offers")
    unit_cost = models.BigIntegerField(_("costo de cada una"), default=0)
    margin = models.BigIntegerField(_("margen de cada logro"), null=True)
    margin_share = models.FloatField(_("parte del valor proyectado"), null=True)
    guess = models.FloatField(_("efecto que se espera"))
    budget = models.BigIntegerField(_("presupuesto"), null=True)
    cap_total = models.PositiveIntegerField(_("clientes en total"), null=True)
    cap_day = models.PositiveIntegerField(_("clientes al día"), null=True)
    cap_person = models.PositiveIntegerField(_("veces a cada uno"), default=1)
    rest_days = models.PositiveIntegerField(_("días de descanso tras un no"), default=REST_DAYS)
    capacity = models.PositiveIntegerField(_("al día por responsable"), null=True)
    valid_from = models.DateField(_("desde"))
    valid_to = models.DateField(_("hasta"), null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=Q(removed_at__isnull=True), name="offer_key_once"),
            models.CheckConstraint(
                condition=Q(margin__isnull=True) | Q(margin_share__isnull=True), name="offer_margin_or_share"
            ),
            models.CheckConstraint(condition=Q(guess__gt=0, guess__lt=1), name="offer_guess_is_a_share"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")), name="offer_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class OfferVersion(models.Model):
    """What an offer said, from an edit on until the next."""

    id = models.BigAutoField(primary_key=True)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    told = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="offer_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of offer {self.offer_id}"
