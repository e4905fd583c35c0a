"""The company this workspace belongs to. There is one row: a workspace is one company."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    name = models.CharField(_("nombre"), max_length=160)
    city = models.CharField(_("ciudad"), max_length=120, blank=True)
    country = models.CharField(_("país"), max_length=2, default="CO")
    currency = models.CharField(_("moneda base"), max_length=3, default="COP")
    time_zone = models.CharField(_("zona horaria"), max_length=64, default="America/Bogota")
    language = models.CharField(_("idioma"), max_length=8, default="es")
    fiscal_year_start = models.PositiveSmallIntegerField(_("mes en que empieza el año fiscal"), default=1)
    logo = models.CharField(_("logo"), max_length=80, blank=True, help_text="name of a file of the workspace")
    price_index = models.CharField(
        _("índice de precios"), max_length=20, blank=True, help_text="by which values of different months are compared"
    )
    priced_in = models.CharField(
        max_length=40, blank=True, help_text="index and month whose money current values are in; blank: as it was paid"
    )
    version = models.PositiveIntegerField(default=1)
    is_fictitious = models.BooleanField(_("datos ficticios"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_company_per_workspace"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start__gte=1, fiscal_year_start__lte=12), name="fiscal_month_1_to_12"
            ),
        ]

    @property
    def prices(self) -> "tuple[str, date] | None":
        """The index and the month in whose money the values shown are; null where they are as they were paid."""
        index, _sep, month = self.priced_in.rpartition(" ")
        return (index, date.fromisoformat(f"{month}-01")) if index else None

    def __str__(self) -> str:
        return f"company {self.pk}"
