"""A link by which a customer opens their own preferences without an account."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.identify.models.party import Party


class PreferenceLinkQuerySet(models.QuerySet["PreferenceLink"]):
    def open(self) -> "PreferenceLinkQuerySet":
        """Those that still work, by the clock of the database."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=Now())


class PreferenceLink(models.Model):
    """Of the link itself only the digest is kept: whoever reads the database cannot open anybody's preferences.

    `by` null: a program made it in its own name.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="preference_links")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    language = models.CharField(max_length=8)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, help_text="the last time")
    revoked_at = models.DateTimeField(null=True)

    objects = PreferenceLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"preference link {self.pk}"
