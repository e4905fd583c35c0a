"""How one writes to a customer and calls them, and how much of a document is shown before somebody asks for it."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from lazo.identify.imports.values.handles import address_of_handle
from lazo.identify.models import ContactPoint
from lazo.web.queries.customer_identity import Identity

HIDDEN = "•••"
SHOWN_BEFORE, SHOWN_AFTER, SHORTEST = 2, 3, 8


@dataclass(frozen=True)
class Reach:
    """An address that the reader's own telephone or mail program opens; `channel` is whatsapp, email or phone."""

    channel: str
    href: str
    shown: str


def ways_to_write(identity: Identity) -> list[Reach]:
    """WhatsApp for a telephone and mail for an address, the surest of each; empty when there is neither."""
    phone, email = identity.best(ContactPoint.Kind.PHONE), identity.best(ContactPoint.Kind.EMAIL)
    found = []
    if phone and (digits := _digits(phone)):
        found.append(Reach("whatsapp", f"https://wa.me/{digits}", phone.value))
    if email:
        found.append(Reach("email", f"mailto:{quote(email.value, safe='@')}", email.value))
    return found


def way_to_call(identity: Identity) -> Reach | None:
    phone = identity.best(ContactPoint.Kind.PHONE)
    return Reach("phone", address_of(phone), phone.value) if phone else None


def address_of(point: ContactPoint) -> str:
    """`tel:` or `mailto:` of a way of contact, the page of a name in a network; blank where there is nothing to open."""
    if point.kind == ContactPoint.Kind.PHONE:
        number, _ext, extension = point.value.partition(" ext. ")
        digits = "".join(one for one in number if one.isdigit())
        return f"tel:{'+' if number.startswith('+') else ''}{digits}{f';ext={extension}' if extension else ''}"
    if point.kind == ContactPoint.Kind.EMAIL:
        return f"mailto:{quote(point.value, safe='@')}"
    return address_of_handle(point.kind, point.key)


def shown(point: ContactPoint, country: str = "") -> str:
    """`+57 300 555 0142`: a telephone as its country groups it, one of `country` as people write it there; anything else as it is kept."""
    return shown_phone(point.value, country) if point.kind == ContactPoint.Kind.PHONE else point.value


def shown_phone(value: str, country: str = "") -> str:
    """A telephone as its country groups it, without its country's number where that is `country`; as it is kept where it names none."""
    if not value.startswith("+"):
        return value
    import phonenumbers

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    is_near = bool(country) and phonenumbers.region_code_for_number(number) == country
    form = phonenumbers.PhoneNumberFormat.NATIONAL if is_near else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))


def breakable(value: str) -> SafeString:
    """An address may be broken after its @ before anywhere else."""
    name, at, host = value.partition("@")
    return format_html("{}@<wbr>{}", name, host) if at else conditional_escape(value)


def masked(value: str) -> str:
    """`43 ••• 812`: the two ends of a document's number; of a short one only the last figure."""
    if len(value) < SHORTEST:
        return f"{HIDDEN}{value[-1:]}"
    return f"{value[:SHOWN_BEFORE]} {HIDDEN} {value[-SHOWN_AFTER:]}"


def _digits(phone: ContactPoint) -> str:
    """With the country in front, as WhatsApp wants it; blank for one behind a switchboard, or that does not say its country."""
    if not phone.value.startswith("+") or " ext. " in phone.value:
        return ""
    return "".join(one for one in phone.value if one.isdigit())
