"""A key by which a program acts for a person. What is stored cannot be used to come in."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def standing(self) -> "ApiTokenQuerySet":
        """Those that nobody revoked; some may have expired."""
        return self.filter(revocation__isnull=True)


class ApiToken(models.Model):
    """`prefix` is the part of the secret that pages show, `digest` is the SHA-256 of the whole secret in hexadecimal."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("nombre"), max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("vence"), null=True, help_text="null: it does not expire")
    last_used_at = models.DateTimeField(_("último uso"), null=True, help_text="to the minute")

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"api token {self.pk}"

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")


class ApiTokenRevocation(models.Model):
    """Since when a token no longer lets in, and who said so (null: the system)."""

    token = models.OneToOneField(ApiToken, on_delete=models.CASCADE, primary_key=True, related_name="revocation")
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"revocation of api token {self.token_id}"
