"""What is measured of the data in words, and under which part of an address."""

from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import UnreachedValue
from lazo.identify.models import QualityMeasure

Gap, Dimension = UnreachedValue.Gap, QualityMeasure.Dimension

ATTRIBUTE_NAMES = {
    "record": _("Un registro por cliente"),
    "name": _("Nombre"),
    "document": _("Documento"),
    "tax_id": _("Identificación tributaria"),
    "phone": _("Teléfono"),
    "email": _("Correo"),
    "address": _("Dirección"),
    "city": _("Ciudad"),
    "country": _("País"),
    "birth_date": _("Fecha de nacimiento"),
    "consent": _("Permiso de publicidad"),
    "industry": _("Sector"),
    "size": _("Tamaño"),
    "purchases": _("Compras con cliente conocido"),
}
SLUGS = {
    "record": "registro",
    "name": "nombre",
    "document": "documento",
    "tax_id": "identificacion-tributaria",
    "phone": "telefono",
    "email": "correo",
    "address": "direccion",
    "city": "ciudad",
    "country": "pais",
    "birth_date": "nacimiento",
    "consent": "permiso",
    "industry": "sector",
    "size": "tamano",
    "purchases": "compras",
}
GAP_SLUGS = {
    Gap.PHONE.value: "sin-telefono",
    Gap.EMAIL.value: "sin-correo",
    Gap.ANYTHING.value: "sin-medio",
    Gap.CONSENT.value: "sin-permiso",
}
GAP_NAMES = {
    Gap.PHONE.value: _("Sin teléfono que sirva"),
    Gap.EMAIL.value: _("Sin correo que sirva"),
    Gap.ANYTHING.value: _("Sin ningún medio que sirva"),
    Gap.CONSENT.value: _("Sin permiso de publicidad"),
}
DIMENSION_SLUGS = {
    Dimension.COMPLETENESS.value: "completitud",
    Dimension.VALIDITY.value: "validez",
    Dimension.UNIQUENESS.value: "unicidad",
    Dimension.TIMELINESS.value: "actualidad",
    Dimension.CONSISTENCY.value: "coherencia",
}
DIMENSION_NAMES = {
    Dimension.COMPLETENESS.value: _("Completo"),
    Dimension.VALIDITY.value: _("Válido"),
    Dimension.UNIQUENESS.value: _("Único"),
    Dimension.TIMELINESS.value: _("Al día"),
    Dimension.CONSISTENCY.value: _("Coherente"),
}
MEANINGS = {
    Dimension.COMPLETENESS.value: _("tienen el dato, de los que deberían tenerlo"),
    Dimension.VALIDITY.value: _("tienen uno que pasa su prueba, de los que lo tienen"),
    Dimension.UNIQUENESS.value: _("no lo comparten con otro cliente, de los que lo tienen"),
    Dimension.TIMELINESS.value: _("lo tienen visto o confirmado hace poco, de los que lo tienen"),
    Dimension.CONSISTENCY.value: _("coinciden con lo demás que se sabe, de los que se pueden comparar"),
}
LEFT_OUT = {
    Dimension.COMPLETENESS.value: _("Les falta el dato"),
    Dimension.VALIDITY.value: _("El que tienen no pasa su prueba"),
    Dimension.UNIQUENESS.value: _("Otro cliente tiene el mismo"),
    Dimension.TIMELINESS.value: _("Nadie lo ha visto ni confirmado hace tiempo"),
    Dimension.CONSISTENCY.value: _("No coincide con lo demás que se sabe"),
}
TESTS = {
    ("record", Dimension.UNIQUENESS.value): _("no están en una pareja por decidir"),
    ("name", Dimension.VALIDITY.value): _(
        "parece el de alguien: dos letras o más, sin arroba y, en personas, sin cifras"
    ),
    ("document", Dimension.VALIDITY.value): _("su dígito verificador es correcto"),
    ("tax_id", Dimension.VALIDITY.value): _("su dígito verificador es correcto"),
    ("document", Dimension.CONSISTENCY.value): _("un solo número por tipo de documento"),
    ("tax_id", Dimension.CONSISTENCY.value): _("un solo número por tipo de documento"),
    ("phone", Dimension.VALIDITY.value): _("sirve: parece correcto y no rebotó ni resultó de otro"),
    ("email", Dimension.VALIDITY.value): _("sirve: parece correcto y no rebotó ni resultó de otro"),
    ("phone", Dimension.TIMELINESS.value): _("visto o verificado en 365 días"),
    ("email", Dimension.TIMELINESS.value): _("visto o verificado en 365 días"),
    ("phone", Dimension.CONSISTENCY.value): _("el número es del país del cliente"),
    ("address", Dimension.TIMELINESS.value): _("guardada o corregida en 730 días"),
    ("country", Dimension.VALIDITY.value): _("es un código de país"),
    ("country", Dimension.CONSISTENCY.value): _("es el país de su ciudad, donde los datos lo dejan saber"),
    ("birth_date", Dimension.VALIDITY.value): _("entre hoy y hace 115 años"),
    ("consent", Dimension.VALIDITY.value): _("vigente y con constancia"),
    ("consent", Dimension.TIMELINESS.value): _("preguntado en 730 días"),
    ("purchases", Dimension.COMPLETENESS.value): _("compras de un cliente conocido, de todas"),
}
"""What a figure asks where the meaning of its dimension does not say it."""

ATTRIBUTE_OF = {slug: key for key, slug in SLUGS.items()}
GAP_OF = {slug: key for key, slug in GAP_SLUGS.items()}
DIMENSION_OF = {slug: key for key, slug in DIMENSION_SLUGS.items()}
