"""From what the company knows which part of their spending in its category customers spend with it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class WalletSettings(models.Model):
    """One version; the newest is in force, nothing is overwritten. Fields are keys of traits, blank where there is none.

    `rank_field` holds our place among the brands a customer uses (1 the preferred, 1.5 for two that tie), `brands_field` how many they
    are; `spend_field` what the customer says they spend in the category in a year, `panel_field` what a third party measured.
    """

    id = models.BigAutoField(primary_key=True)
    rank_field = models.CharField(max_length=60, blank=True)
    brands_field = models.CharField(max_length=60, blank=True)
    spend_field = models.CharField(max_length=60, blank=True)
    panel_field = models.CharField(max_length=60, blank=True)
    look_alikes = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"wallet settings {self.pk}"
