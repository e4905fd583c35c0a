"""The way of contact of each kind that a person chose for a party."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.identify.models.contact_point import ContactPoint
from lazo.identify.models.party import Party


class PreferredContact(models.Model):
    """Of `kind`, `party` is best reached by the point with that `key`; who said so, and when. One a kind."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="preferred_contacts", db_index=False)
    kind = models.CharField(max_length=12, choices=ContactPoint.Kind.choices)
    key = models.CharField(max_length=254)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "kind"], name="preferred_contact_one_a_kind")]

    def __str__(self) -> str:
        return f"preferred contact {self.pk}"
