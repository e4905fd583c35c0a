"""The fields of a customer of several records as they hold: derived, made again whenever one of the records changes."""

from django.db import models


class GoldenRecord(models.Model):
    """One row per customer that was found to have more than one record, so that lists sort and filter by what holds.

    No foreign key: it goes with its customer, and must not count as something that refers to it.
    """

    customer = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=240, blank=True)
    folded_name = models.CharField(max_length=240, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    surnames = models.CharField(max_length=120, blank=True)
    legal_name = models.CharField(max_length=240, blank=True)
    trade_name = models.CharField(max_length=240, blank=True)
    birth_date = models.DateField(null=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=240, blank=True)
    first_contact_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"golden record of party {self.customer}"
