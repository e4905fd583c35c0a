"""Form fields of what people write by the customs of their company: lists of lines, numbers, money, another customer."""

import re
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.identify.queries.parties import parties_named, party_for
from lazo.kernel.models import User
from lazo.web.formats import Formats

PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
NUMBERED = re.compile(r".*\((\d{1,18})\)\s*", re.DOTALL)
MOST_DIGITS = 40


class JoinedHidden(forms.HiddenInput):
    """Several values in one hidden input, one a line."""

    def format_value(self, value: Any) -> str | None:
        return "\n".join(value) if isinstance(value, tuple | list) else super().format_value(value)


class LinesField(forms.CharField):
    """Several texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        return tuple(line.strip() for line in str(value or "").splitlines() if line.strip())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class SeveralField(forms.Field):
    """Some of a few choices, as boxes; a hidden one says that the boxes were there even if none is ticked."""

    hidden_widget = JoinedHidden

    def __init__(self, *, choices: list[tuple[str, Any]], **said: Any) -> None:
        super().__init__(widget=Boxes(choices=choices), **said)
        self.known = {key for key, _name in choices}

    def prepare_value(self, value: Any) -> Any:
        return value.splitlines() if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        several = value.splitlines() if isinstance(value, str) else list(value or ())
        return tuple(sorted({one for one in several if one}))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not set(value) <= self.known:
            raise ValidationError(_("Elige de la lista."))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class Boxes(forms.CheckboxSelectMultiple):
    template_name = "web/parts/boxes.html"


class FlagField(forms.TypedChoiceField):
    """Yes, no, or nothing known (None)."""

    def __init__(self, **said: Any) -> None:
        choices = [("", "–"), ("1", _("Sí")), ("0", _("No"))]
        super().__init__(choices=choices, coerce=lambda text: text == "1", empty_value=None, **said)

    def prepare_value(self, value: Any) -> Any:
        return str(int(value)) if isinstance(value, bool) else value


class AmountField(forms.CharField):
    """A number as the country writes it: «1.234,5» or «1234.5»; empty is None."""

    def __init__(self, *, formats: Formats, digits: int | None = None, **said: Any) -> None:
        super().__init__(**said)
        self.formats, self.digits = formats, digits

    def prepare_value(self, value: Any) -> Any:
        return self._written(value) if isinstance(value, int | float | Decimal) else value

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        return self._amount(_decimal(text, self.formats)) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data or "") != initial)
        except ValidationError:
            return True

    def _written(self, value: float | Decimal) -> str:
        return format_decimal(value, "0.##########", locale=self.formats.locale)

    def _amount(self, value: Decimal) -> Any:
        return int(value) if value == value.to_integral_value() else float(value)


class MoneyField(AmountField):
    """An amount of the company's currency, in minor units."""

    def _written(self, value: float | Decimal) -> str:
        return super()._written(self.formats.major(int(value)))

    def _amount(self, value: Decimal) -> int:
        minor = value.scaleb(self.formats.minor_digits)
        if minor != minor.to_integral_value():
            raise ValidationError(_("Tiene más decimales de los que usa tu moneda."))
        return int(minor)


class PartyField(forms.CharField):
    """Another customer by the name: one that the reader sees. Where several have it, the number in brackets decides."""

    def __init__(self, *, user: User, **said: Any) -> None:
        super().__init__(**said)
        self.user = user

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        found = party_for(user=self.user, party=value)
        return shown_party(found) if found else f"({value})"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int):
            return value
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        numbered = NUMBERED.fullmatch(text)
        if numbered:
            return int(numbered[1])
        found = parties_named(user=self.user, prefix=text[:120])
        if len(found) == 1:
            return found[0].id
        if not found:
            raise ValidationError(_("Nadie que veas se llama así."))
        names = ", ".join(f"{one.name} ({one.id})" for one in found[:5])
        raise ValidationError(_("Hay varios. Escribe uno con su número: %(names)s"), params={"names": names})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data or "") != initial)
        except ValidationError:
            return True


def shown_party(party: Party) -> str:
    """`Café Uno (43)`: a name that leads to one row."""
    return f"{party.name} ({party.pk})"


def _decimal(text: str, formats: Formats) -> Decimal:
    if len(text) <= MOST_DIGITS:
        try:
            return parse_decimal(text, locale=formats.locale, strict=True)
        except NumberFormatError:
            if PLAIN.fullmatch(text):
                return Decimal(text)
    raise ValidationError(_("Escribe un número, como 1234,5."))
