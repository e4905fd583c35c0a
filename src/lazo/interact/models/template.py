"""What we write to customers: a template, its versions, and each version in the languages of those who read it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import ConsentEntry
from lazo.interact.models.channel_account import ChannelAccount


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_use(self) -> "TemplateQuerySet":
        """Those that nobody put away."""
        return self.filter(archived_at__isnull=True)


class Template(models.Model):
    """`purpose` is what the customer must allow for it to be sent."""

    channel = models.CharField(_("canal"), max_length=12, choices=ChannelAccount.Channel.choices)
    name = models.CharField(_("nombre"), max_length=120)
    purpose = models.CharField(
        _("finalidad"), max_length=20, choices=ConsentEntry.Purpose.choices, default=ConsentEntry.Purpose.MARKETING
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "name"], name="template_name_once_per_channel"),
            models.CheckConstraint(condition=~models.Q(name=""), name="template_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(archived_by__isnull=True) | models.Q(archived_at__isnull=False),
                name="template_archived_when",
            ),
        ]

    def __str__(self) -> str:
        return f"template {self.pk}"


class TemplateVersion(models.Model):
    """A wording; the one with the highest number is today's. What was sent names its version, so a version is never rewritten."""

    id = models.BigAutoField(primary_key=True)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"template version {self.pk}"


class TemplateText(models.Model):
    """A version in one language. `body` is MJML of an e-mail, paragraphs of a letter, the words of a WhatsApp message.

    `details` are what only one channel has: `preheader` and `plain` (a text part written by hand) of an e-mail; of WhatsApp the `name` and
    `language` under which the provider approved it and its `parameters`, in order.
    """

    LANGUAGES: ClassVar = (("es", "Español"), ("en", "English"), ("pt-br", "Português"))

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("idioma"), max_length=8, choices=LANGUAGES)
    subject = models.CharField(_("asunto"), max_length=240, blank=True)
    body = models.TextField(_("texto"))
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="template_text_once_per_language")]

    def __str__(self) -> str:
        return f"template text {self.pk}"


class ProviderTemplate(models.Model):
    """What a provider says of a template that it must approve before it is sent, as of `synced_at`."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("en revisión")
        APPROVED = "APPROVED", _("aprobada")
        REJECTED = "REJECTED", _("rechazada")
        PAUSED = "PAUSED", _("en pausa")
        DISABLED = "DISABLED", _("desactivada")
        GONE = "GONE", _("ya no existe")

    account = models.ForeignKey(ChannelAccount, on_delete=models.CASCADE, related_name="provider_templates")
    name = models.CharField(_("nombre"), max_length=512)
    language = models.CharField(_("idioma"), max_length=12)
    category = models.CharField(_("categoría"), max_length=20, blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices)
    reason = models.CharField(_("motivo"), max_length=240, blank=True)
    body = models.TextField(_("texto"), blank=True)
    parameters = models.PositiveIntegerField(default=0, help_text="how many places its body leaves open")
    synced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name", "language"], name="provider_template_once")]

    def __str__(self) -> str:
        return f"provider template {self.pk}"
