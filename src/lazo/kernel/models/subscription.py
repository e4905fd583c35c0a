"""Up to which event a subscriber has acted."""

from django.db import models


class Subscription(models.Model):
    """`position` is the number of the last event it has seen; it is moved in the transaction of what it did."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField()

    def __str__(self) -> str:
        return f"subscription {self.name}"
