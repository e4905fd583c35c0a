"""The page of a customer's own preferences as its template shows it: a purpose, its words, the boxes."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import ConsentEntry, PreferenceLink
from lazo.identify.operations.consent import Proof
from lazo.identify.operations.consent_text import shown_texts
from lazo.identify.queries.preferences import CHANNELS_ASKED, PURPOSES_ASKED, USES, preferences_of
from lazo.web.visitor_limit import visitor_address

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ANY = "todo"
HEADINGS = {
    "marketing": _("Ofertas y novedades"),
    "surveys": _("Encuestas"),
    "profiling": _("Propuestas a tu medida"),
    "sharing": _("Compartir tus datos"),
}
WAYS = {
    "email": _("Por correo"),
    "phone": _("Por teléfono"),
    "sms": _("Por mensaje de texto"),
    "whatsapp": _("Por WhatsApp"),
}


@dataclass(frozen=True)
class Box:
    name: str
    label: "str | StrPromise"
    is_on: bool


@dataclass(frozen=True)
class PurposeBoxes:
    """What one purpose asks: its heading, the words that are kept as evidence, and a box for each way (one for a use)."""

    key: str
    heading: "str | StrPromise"
    words: str
    boxes: tuple[Box, ...]


def boxes_of(link: PreferenceLink, *, language: str, on: date) -> list[PurposeBoxes]:
    """Every purpose with what the customer said until now."""
    party = link.party.canonical or link.party
    held = preferences_of(party=party, on=on)
    granted = {pair for pair, state in held.items() if state == ConsentEntry.State.GRANTED}
    texts = shown_texts(language=language)
    return [
        PurposeBoxes(purpose, HEADINGS[purpose], texts[purpose].body, tuple(_boxes(purpose, granted)))
        for purpose in PURPOSES_ASKED
    ]


def allowed_in(posted: QueryDict) -> set[tuple[str, str]]:
    """The pairs that somebody ticked; a box that the page does not have is passed on, so that it is refused."""
    ticked: set[tuple[str, str]] = set()
    for name in posted.getlist("permite"):
        purpose, _colon, channel = name.partition(":")
        every = CHANNELS_ASKED.get(purpose, ()) if channel == ANY and purpose in USES else (channel,)
        ticked.update((purpose, one) for one in every)
    return ticked


def proof_of(request: HttpRequest) -> Proof:
    """Where whoever answers is: kept beside each line of the ledger."""
    return Proof(address=visitor_address(request), browser=request.headers.get("User-Agent", ""))


def _boxes(purpose: str, granted: set[tuple[str, str]]) -> list[Box]:
    if purpose in USES:
        is_on = all((purpose, channel) in granted for channel in CHANNELS_ASKED[purpose])
        return [Box(f"{purpose}:{ANY}", _("Sí, lo permito"), is_on)]
    return [
        Box(f"{purpose}:{channel}", WAYS[channel], (purpose, channel) in granted) for channel in CHANNELS_ASKED[purpose]
    ]
