"""The form of an account: what its provider asks for, and the limits and the cost that every account has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from babel.numbers import NumberFormatError, parse_decimal
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.interact.channels.contract import Field
from lazo.interact.channels.registry import adapter_for
from lazo.interact.models import ChannelAccount
from lazo.interact.operations.channel_account import AccountPlan, UnableToSaveAccount
from lazo.kernel.models import Company
from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of
from lazo.web.formats import NBSP, Formats
from lazo.web.outbox_words import ACCOUNT_FAILURES, FIELD_HINTS, FIELD_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OWN = "cuenta"
CHOICES: Mapping[str, "StrPromise | str"] = {
    "starttls": "STARTTLS",
    "tls": "TLS",
    "none": _("sin cifrar (solo en esta máquina)"),
    "letter": _("carta"),
    "email": _("correo"),
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "phone": _("llamada"),
}


class UnableToReadForm(ValueError):
    """A number of the form is none. `code` is bad_number or bad_currency, `field` which."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = said


@dataclass(frozen=True)
class Input:
    """One box of the form."""

    name: str
    label: "StrPromise | str"
    kind: str = "text"
    value: str = ""
    hint: "StrPromise | str" = ""
    choices: tuple[tuple[str, "StrPromise | str"], ...] = ()
    is_required: bool = False
    is_kept: bool = False
    error: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def plan_of(posted: QueryDict, channel: str, provider: str) -> AccountPlan:
    """What was written. Raises UnableToReadForm."""
    told = {one.name: posted.get(one.name, "") for one in adapter_for(channel, provider).fields}
    currency = posted.get("moneda", "").strip().upper()
    return AccountPlan(
        name=posted.get(OWN, ""),
        told=told,
        per_second=_whole(posted, "por_segundo"),
        per_day=_whole(posted, "por_dia"),
        price=_price(posted.get("costo", ""), currency),
        currency=currency,
    )


def inputs_of(
    channel: str,
    provider: str,
    row: ChannelAccount | None,
    posted: QueryDict | None,
    failed: UnableToSaveAccount | None,
) -> list[Input]:
    """Every box with what is in it, and what is wrong with one."""
    wrong = {failed.field: str(ACCOUNT_FAILURES[failed.code])} if failed is not None else {}
    own = Input(OWN, _("Nombre de la cuenta"), value=_said(posted, OWN, row.name if row else ""), is_required=True, error=wrong.get("name" if failed and failed.code in {"no_name", "taken"} else OWN, ""))  # fmt: skip
    boxes = [own]
    for one in adapter_for(channel, provider).fields:
        kept = "" if one.is_secret or row is None else str(row.options.get(one.name, ""))
        error = "" if failed is not None and failed.code in {"no_name", "taken"} else wrong.get(one.name, "")
        boxes.append(_box(one, _said(posted, one.name, kept or one.default), bool(row and row.secret), error))
    return [*boxes, *_limits(row, posted, wrong)]


def _box(one: Field, value: str, is_kept: bool, error: str) -> Input:
    return Input(
        name=one.name,
        label=FIELD_WORDS.get(one.name, one.name),
        kind="choice" if one.kind == "choice" else "password" if one.is_secret else one.kind,
        value="" if one.is_secret else value,
        hint=FIELD_HINTS.get(one.name, ""),
        choices=tuple((key, CHOICES.get(key, key)) for key in one.choices),
        is_required=one.is_required,
        is_kept=one.is_secret and is_kept,
        error=error,
    )


def _limits(row: ChannelAccount | None, posted: QueryDict | None, wrong: Mapping[str, str]) -> list[Input]:
    price = ""
    if row is not None and row.price is not None:
        amount, formats = Decimal(row.price).scaleb(-digits_of(row.currency)), _formats(row.currency)
        price = formats.number(amount, 0 if amount == amount.to_integral_value() else formats.minor_digits)
    kept: list[tuple[str, Any, Any, str]] = [
        ("por_segundo", _("Mensajes por segundo, a lo más"), row.per_second if row else "", ""),
        ("por_dia", _("Mensajes por día, a lo más"), row.per_day if row else "", ""),
        ("costo", _("Lo que cuestan mil mensajes"), price, "currency"),
        ("moneda", _("Moneda del costo"), row.currency if row else "", "currency"),
    ]
    return [
        Input(name, label, value=_said(posted, name, str(value if value is not None else "")), error=wrong.get(name, "") or wrong.get(also, ""))
        for name, label, value, also in kept
    ]  # fmt: skip


def _said(posted: QueryDict | None, name: str, kept: str) -> str:
    return posted.get(name, "") if posted is not None else kept


def _whole(posted: QueryDict, name: str) -> int | None:
    said = posted.get(name, "").strip()
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or not 0 < int(said) < 10_000_000:
        raise UnableToReadForm("bad_number", name)
    return int(said)


def _formats(currency: str) -> Formats:
    """How the company writes an amount of that currency."""
    country = Company.objects.values_list("country", flat=True).first()
    return Formats(country=country or "CO", currency=currency)


def _price(said: str, currency: str) -> int | None:
    """The price as minor units, written as the company writes amounts; what it would not write so may be a plain number, such as 2.50."""
    text = said.strip().replace(" ", "").replace(NBSP, "")
    if not text:
        return None
    try:
        digits = digits_of(currency)
        try:
            amount = parse_decimal(text, locale=_formats(currency).locale, strict=True)
        except NumberFormatError:
            amount = Decimal(text)
        minor = int(amount.scaleb(digits).to_integral_value())
    except (InvalidOperation, ValueError) as error:
        raise UnableToReadForm("bad_number", "costo") from error
    except UnableToKnowCurrency as error:
        raise UnableToReadForm("bad_currency", "moneda") from error
    if not 0 <= minor < 10**12:
        raise UnableToReadForm("bad_number", "costo")
    return minor
