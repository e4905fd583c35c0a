"""The words that people are shown when they are asked for a permission: each wording is a version, and none is rewritten."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.consent import ConsentEntry


class ConsentText(models.Model):
    """Version `version` of what is said about a purpose in a language; the highest one is shown today."""

    id = models.BigAutoField(primary_key=True)
    purpose = models.CharField(_("finalidad"), max_length=20, choices=ConsentEntry.Purpose.choices)
    language = models.CharField(_("idioma"), max_length=8, help_text="one of settings.LANGUAGES")
    version = models.PositiveIntegerField(_("versión"))
    body = models.TextField(_("texto"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "language", "version"], name="consent_text_version_once")
        ]

    def __str__(self) -> str:
        return f"consent text {self.pk}"
