"""What happened: who did what to which row, and what it was before.

Personal values live in `EventDetail`, apart, so that erasing a person does not break the chain of events.
"""

from django.db import models
from django.db.models.functions import Now

from lazo.kernel.models.user import User


class Event(models.Model):
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    table = models.CharField(max_length=60, blank=True)
    row = models.BigIntegerField(null=True)
    batch = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["table", "row", "id"], name="event_of_row"),
            models.Index(fields=["kind", "id"], name="event_of_kind"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk} {self.kind}"


class EventDetail(models.Model):
    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="detail")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"detail of event {self.pk}"
