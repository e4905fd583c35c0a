"""That somebody was not contacted, and by which rule."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.customize.models.experiment import Experiment
from lazo.customize.models.party_rows import PartyRowsQuerySet
from lazo.identify.models import ConsentEntry


class ContactBlockQuerySet(PartyRowsQuerySet["ContactBlock"]):
    """Blocks of customers a user may see."""


class ContactBlock(models.Model):
    """`rule` is the rule's key, `country` whose law it is (blank: the company's own or the customer's word), `on` the day it was asked of."""

    class Stage(models.TextChoices):
        DECISION = "DECISION", _("al decidir")
        SEND = "SEND", _("al enviar")

    id = models.BigAutoField(primary_key=True)
    party = models.BigIntegerField()
    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=20, choices=ConsentEntry.Purpose.choices)
    channel = models.CharField(max_length=20, choices=ConsentEntry.Channel.choices)
    rule = models.SlugField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = ContactBlockQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["experiment", "rule"], name="contact_block_of_exp"),
            models.Index(fields=["party"], name="contact_block_of_party"),
        ]

    def __str__(self) -> str:
        return f"contact block {self.pk}"
