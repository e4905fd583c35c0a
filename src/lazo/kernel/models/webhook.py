"""An address of another system that is told of what happens, and each letter sent to it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def active(self) -> "WebhookQuerySet":
        """Those that nobody paused, of people who may still come in."""
        return self.filter(pause__isnull=True, user__is_active=True)


class Webhook(models.Model):
    """It is told what its `user` may see. `position` is the number of the last event that is done with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(_("dirección"), max_length=500)
    kinds = models.JSONField(default=list, help_text="of events; empty: all")
    secret = models.CharField(max_length=80, help_text="signs what is sent, so it is kept as it is")
    created_at = models.DateTimeField(db_default=Now())
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    next_try_at = models.DateTimeField(null=True, help_text="null: at once")

    objects = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"webhook {self.pk}"

    @property
    def is_paused(self) -> bool:
        return hasattr(self, "pause")


class WebhookPause(models.Model):
    """Nothing is sent to a webhook while this row is there; `by` null: it failed too often in a row."""

    webhook = models.OneToOneField(Webhook, on_delete=models.CASCADE, primary_key=True, related_name="pause")
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"pause of webhook {self.webhook_id}"


class WebhookDelivery(models.Model):
    """One letter: the events from `first_event` to `last_event` that concern the webhook. Repeated, it keeps its number."""

    id = models.BigAutoField(primary_key=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status of the last answer; null: none came")
    problem = models.CharField(max_length=40, blank=True, help_text="why the last attempt failed")
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["webhook", "-id"], name="delivery_of_webhook")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_event__lte=models.F("last_event")), name="delivery_range_ordered"
            ),
            models.UniqueConstraint(
                fields=["webhook"],
                condition=models.Q(delivered_at__isnull=True),
                name="one_open_delivery_per_webhook",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook delivery {self.pk}"
