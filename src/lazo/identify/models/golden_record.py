"""The fields of a customer of several records as they hold: derived, made again whenever one of the records changes."""

from django.db import models

from lazo.identify.models.party import Party

COLUMNS = (
    "name",
    "folded_name",
    "given_name",
    "surnames",
    "legal_name",
    "trade_name",
    "birth_date",
    "country",
    "city",
    "address",
    "first_contact_on",
)


class GoldenRecord(models.Model):
    """One row per customer that was found to have more than one record, so that lists sort and filter by what holds.

    No constraint in the database: it is derived, goes with its customer, and does not count as something that refers to it.
    """

    customer = models.OneToOneField(
        Party, on_delete=models.CASCADE, primary_key=True, related_name="golden", db_constraint=False
    )
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
        return f"golden record of party {self.customer_id}"


def as_it_holds(party: Party) -> Party:
    """The party with the values that hold in place of those of its own record; only for reading, never to be saved.

    It costs no query when the party was asked for with `select_related("golden")`.
    """
    golden = golden_row(party)
    if golden is not None:
        for column in COLUMNS:
            setattr(party, column, getattr(golden, column))
    return party


def golden_row(party: Party) -> GoldenRecord | None:
    """The row that repeats the golden record; None for a customer of one record."""
    return getattr(party, "golden", None)
