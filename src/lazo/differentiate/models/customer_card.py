"""What lists filter and sort by, repeated in one row per customer, because no index spans two tables."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import Team


class CustomerCardQuerySet(VisibleQuerySet["CustomerCard"]):
    """Cards of the customers a user may see."""

    row_access_customer = "customer_id"


class CustomerCard(models.Model):
    """One row per person, company or household that stands for itself; money is base minor units.

    What a score run says is null (blank, of texts) before the first one. It follows every change of its party in the same transaction; values and
    places are as fresh as the last score run. `touched` is the change that wrote it last, null when a rebuild of all did: its index holds
    the few that changed since, and lists of many are answered by arrays, so no other index is worth its keep.
    The number is the party's; there is no foreign key, so that a card never counts as something that refers to a party.
    """

    customer_id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("tipo"), max_length=12)
    name = models.CharField(_("nombre"), max_length=240)
    folded_name = models.CharField(max_length=240)
    country = models.CharField(_("país"), max_length=2)
    city = models.CharField(_("ciudad"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("responsable"),
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("equipo"),
    )
    first_contact_on = models.DateField(_("primer contacto"), null=True)
    created_on = models.DateField(_("creado"))
    last_contact_on = models.DateField(_("última interacción"), null=True)
    area = models.CharField(_("área"), max_length=8)
    sub_state = models.CharField(max_length=12)
    place = models.FloatField(_("lugar en el área"), null=True)
    also_in = models.CharField(_("también en"), max_length=60)
    value_12m = models.BigIntegerField(_("valor actual"), null=True)
    value_365d = models.BigIntegerField(_("valor proyectado"), null=True)
    clv = models.BigIntegerField(_("valor de vida"), null=True)
    p_alive = models.FloatField(_("probabilidad de seguir activo"), null=True)
    risk = models.SmallIntegerField(_("riesgo de irse"), null=True, help_text="percent")
    n_purchases = models.IntegerField(_("compras"), null=True)
    first_day = models.DateField(_("primera compra"), null=True)
    last_day = models.DateField(_("última compra"), null=True)
    tier = models.CharField(_("nivel de valor"), max_length=3)
    rfm = models.CharField(_("RFM"), max_length=3)
    strategic = models.BooleanField(_("estratégico"))
    touched = models.BigIntegerField(null=True, help_text="null: a rebuild of all")

    objects = CustomerCardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["touched"], name="card_touched", condition=models.Q(touched__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"card of {self.pk}"
