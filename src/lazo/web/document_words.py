"""What the identity documents of each country are called in a form, and what its law says of asking for them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DOCUMENTS = {
    "AR": "CUIT, CUIL, DNI",
    "BO": "NIT, CI",
    "BR": "CPF, CNPJ",
    "CL": "RUT",
    "CO": "NIT, CC",
    "CR": "cédula física, cédula jurídica, DIMEX",
    "CU": "carné de identidad",
    "DO": "RNC, cédula",
    "EC": "RUC, cédula",
    "ES": "NIF, NIE",
    "GT": "NIT, CUI (DPI)",
    "HN": "RTN, DNI",
    "HT": "NIF",
    "MX": "RFC, CURP",
    "NI": "RUC, cédula",
    "PA": "RUC, cédula",
    "PE": "RUC, DNI",
    "PY": "RUC, CI",
    "SV": "NIT, DUI",
    "UY": "RUT, CI",
    "VE": "RIF, CI",
}
"""Names of their own country, the same in every language."""
PURPOSE = {
    "BR": gettext_lazy("No exijas el CPF: la LGPD pide una finalidad que puedas decir, como la nota fiscal."),
}


def document_help(country: str) -> str:
    """The help of the field: one a line, which ones `country` has, that none is obligatory, and what its law asks."""
    lines = [_("Uno por línea.")]
    if country in DOCUMENTS:
        lines = [_("Uno por línea: %(documents)s, o pasaporte.") % {"documents": DOCUMENTS[country]}]
    lines.append(_("De otro país, con su código antes: CL 12.345.678-5."))
    lines.append(str(PURPOSE.get(country, _("Ninguno es obligatorio."))))
    return " ".join(lines)
