"""What lists filter, sort and show of the party itself, repeated in one row per customer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Team


class PartyColumns(models.Model):
    """The columns that a card has of its party, and the change that wrote it last."""

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
    touched = models.BigIntegerField(null=True, help_text="null: a rebuild of all")

    class Meta:
        abstract = True


class PartyCard(PartyColumns):
    """One row per person, company or household that stands for itself; it follows every change of its party in the same transaction.

    `touched` is the change that wrote it last, null when the snapshot of lists has it as it is: its index holds the few that changed since,
    and lists of many are answered by arrays, so no other index is worth its keep. The number is the party's; there is no foreign key, so
    that a card never counts as something that refers to a party.
    """

    class Meta:
        indexes = [
            models.Index(fields=["touched"], name="party_card_touched", condition=models.Q(touched__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"party card of {self.pk}"
