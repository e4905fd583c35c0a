"""What the page of a customer's records says: which value of each field holds, where it came from, what does not hold."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.identify.models import Party
from lazo.identify.operations.merge import Split
from lazo.identify.queries.families import customers_of
from lazo.identify.queries.golden_record import golden_record
from lazo.identify.queries.merge_preview import MergePreview
from lazo.identify.queries.pair_fields import record_sides
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.survivorship import GoldenField, Told
from lazo.kernel.models import User
from lazo.web.customer_contact import masked, shown_phone
from lazo.web.formats import Formats
from lazo.web.identity_words import GUARDS, WARNINGS

ORDER = (
    "name", "legal_name", "trade_name", "document", "phone", "email", "birth_date", "address", "city", "country",
)  # fmt: skip
LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Nombre"),
    "legal_name": gettext_lazy("Razón social"),
    "trade_name": gettext_lazy("Nombre comercial"),
    "document": gettext_lazy("Documento"),
    "phone": gettext_lazy("Teléfono"),
    "email": gettext_lazy("Correo"),
    "birth_date": gettext_lazy("Nacimiento"),
    "address": gettext_lazy("Dirección"),
    "city": gettext_lazy("Ciudad"),
    "country": gettext_lazy("País"),
}
KINDS: dict[str, tuple[str, str | Promise]] = {
    "VERIFIED": ("ok", gettext_lazy("confirmado")),
    "OBSERVED": ("", gettext_lazy("observado")),
    "DECLARED": ("ok", gettext_lazy("declarado")),
    "APPENDED": ("line", gettext_lazy("de un tercero")),
    "INFERRED": ("warn", gettext_lazy("inferido")),
}
NEVER = {"retired", "different_kinds"}


@dataclass(frozen=True)
class ShownValue:
    """A value with its badge (`css`, `kind`), who or what said it, and since when."""

    text: str
    css: str
    kind: str
    said_by: str
    at: datetime


@dataclass(frozen=True)
class ShownGolden:
    label: str
    holds: ShownValue
    losing: tuple[ShownValue, ...]
    spelling: str = ""


def record_context(*, party: Party, user: User, formats: Formats) -> dict[str, Any]:
    """The golden record and the records of a customer; those whom the reader does not see are only counted."""
    family = family_of(party)
    rows = list(Party.objects.visible_to(user).filter(pk__in=family).order_by("pk"))
    rows.sort(key=lambda row: row.pk != party.pk)
    golden = golden_record(party=party)
    return {
        "golden": [shown for field in ORDER if (shown := _shown(golden.fields.get(field), formats))],
        "sides": record_sides(rows, customers_of(family)),
        "hidden": len(family) - len(rows),
    }


def preview_context(preview: MergePreview | None) -> dict[str, Any]:
    """What joining would make, and what speaks against it."""
    code = preview.guard.code if preview else ""
    return {
        "preview": preview,
        "guard": GUARDS.get(code, ""),
        "warnings": [WARNINGS[one] for one in (preview.warnings if preview else ()) if one in WARNINGS],
        "never": code in NEVER,
        "needs_reason": bool(code) and code not in NEVER,
        "strictest": [one for one in preview.consents if one.state != "GRANTED"] if preview else [],
    }


def split_words(done: Split) -> str:
    """What was said when a record left, and what stays where it was because nobody can tell whose it is."""
    stayed = sum(done.stayed.values())
    said = _("Separadas. No se volverán a unir solas.")
    if not stayed:
        return said
    kept = ngettext(
        "Lo que se anotó mientras eran una (%(n)d dato) quedó con la que conserva el número.",
        "Lo que se anotó mientras eran una (%(n)d datos) quedó con la que conserva el número.",
        stayed,
    )
    return f"{said} {kept % {'n': stayed}}"


def _shown(field: GoldenField[Any] | None, formats: Formats) -> ShownGolden | None:
    if field is None or field.holds is None or field.holds.value in ("", None):
        return None
    told = [_value(field.field, one, formats) for one in (field.holds, *field.losing)]
    return ShownGolden(str(LABELS[field.field]), told[0], tuple(told[1:]), _spelling(field))


def _spelling(field: GoldenField[Any]) -> str:
    """Why the letters are those, where the value is written in several ways; blank where it is not."""
    others = ", ".join(f"«{one.value}»" for one in field.spellings)
    if not others:
        return ""
    if field.written is None:
        return _("También escrito %(others)s.") % {"others": others}
    source = field.written.by or field.written.source or _("otro registro")
    return _("Escrito como en %(source)s, mejor que %(others)s.") % {"source": source, "others": others}


def _value(field: str, told: Told[Any], formats: Formats) -> ShownValue:
    css, kind = KINDS.get(told.kind, ("", told.kind))
    return ShownValue(_text(field, told.value, formats), css, str(kind), told.by or told.source, told.at)


def _text(field: str, value: Any, formats: Formats) -> str:
    match field:
        case "document":
            return masked(str(value))
        case "phone":
            return shown_phone(str(value))
        case "country":
            return formats.country_name(str(value))
    return formats.day(value) if isinstance(value, date) else str(value)
