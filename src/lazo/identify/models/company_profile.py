"""What kind of company an organization is: its industry and its size."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class CompanyProfile(models.Model):
    """One row per organization of which something is known; `industry` is a section of ISIC (CIIU) revision 4, blank: not known.

    Repeats what holds of the traits `identify.industry` and `identify.size` of all its records, so that the directory finds by index.
    """

    class Industry(models.TextChoices):
        A = "A", _("agricultura, ganadería y pesca")
        B = "B", _("minas y canteras")
        C = "C", _("industria manufacturera")
        D = "D", _("electricidad y gas")
        E = "E", _("agua y residuos")
        F = "F", _("construcción")
        G = "G", _("comercio")
        H = "H", _("transporte y almacenamiento")
        I = "I", _("alojamiento y comida")  # noqa: E741 - the letter of the section
        J = "J", _("información y comunicaciones")
        K = "K", _("finanzas y seguros")
        L = "L", _("inmobiliarias")
        M = "M", _("servicios profesionales y técnicos")
        N = "N", _("servicios administrativos y de apoyo")
        O = "O", _("administración pública")  # noqa: E741 - the letter of the section
        P = "P", _("enseñanza")
        Q = "Q", _("salud y asistencia social")
        R = "R", _("arte, entretenimiento y recreación")
        S = "S", _("otros servicios")
        T = "T", _("hogares como empleadores")
        U = "U", _("organismos extraterritoriales")

    class Size(models.TextChoices):
        MICRO = "MICRO", _("hasta 10 personas")
        SMALL = "SMALL", _("de 11 a 50 personas")
        MEDIUM = "MEDIUM", _("de 51 a 200 personas")
        LARGE = "LARGE", _("de 201 a 1.000 personas")
        HUGE = "HUGE", _("más de 1.000 personas")

    party = models.OneToOneField(Party, on_delete=models.CASCADE, primary_key=True, related_name="company_profile")
    industry = models.CharField(_("sector"), max_length=1, choices=Industry.choices, blank=True)
    size = models.CharField(_("tamaño"), max_length=6, choices=Size.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["industry", "size"], name="company_by_industry")]

    def __str__(self) -> str:
        return f"profile of party {self.pk}"
