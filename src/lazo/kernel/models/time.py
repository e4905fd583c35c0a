"""Days on which the company is closed, beyond the public holidays of its countries."""

from django.db import models


class ClosedDay(models.Model):
    day = models.DateField()
    country = models.CharField(max_length=2, blank=True, help_text="empty: closed everywhere")
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "country"], name="closed_day_once")]

    def __str__(self) -> str:
        return f"closed day {self.day}"
