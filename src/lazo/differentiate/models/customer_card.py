"""What lists filter, sort and show of a customer: the card of the party and its score, read as one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models.party_card import PartyColumns
from lazo.kernel.access import VisibleQuerySet


class CustomerCardQuerySet(VisibleQuerySet["CustomerCard"]):
    """Cards of the customers a user may see."""

    row_access_customer = "customer_id"


class CustomerCard(PartyColumns):
    """A view (`card_view`) of `PartyCard` and `Score`, for reading; money is base minor units.

    What a score run says is null (blank, of texts) before the first one. What a card says of the party is of this moment, values and places
    are of the last score run.
    """

    area = models.CharField(_("área"), max_length=8)
    sub_state = models.CharField(max_length=12)
    place = models.FloatField(_("lugar en el área"), null=True)
    also_in = models.CharField(_("también en"), max_length=60)
    value_12m = models.BigIntegerField(_("valor actual"), null=True)
    value_365d = models.BigIntegerField(_("valor proyectado"), null=True)
    clv = models.BigIntegerField(_("valor de vida"), null=True)
    cost_12m = models.BigIntegerField(_("costo de servir"), null=True)
    net_12m = models.BigIntegerField(_("margen después de servir"), null=True)
    p_alive = models.FloatField(_("probabilidad de seguir activo"), null=True)
    risk = models.SmallIntegerField(_("riesgo de irse"), null=True, help_text="percent")
    n_purchases = models.IntegerField(_("compras"), null=True)
    first_day = models.DateField(_("primera compra"), null=True)
    last_day = models.DateField(_("última compra"), null=True)
    tier = models.CharField(_("nivel de valor"), max_length=3)
    rfm = models.CharField(_("RFM"), max_length=3)
    strategic = models.BooleanField(_("estratégico"))

    objects = CustomerCardQuerySet.as_manager()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"card of {self.pk}"
