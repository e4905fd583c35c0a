"""The registries of each country, as data with their law: to be confirmed by a local lawyer before relying on them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lazo.identify.models.consent import ConsentEntry
from lazo.identify.models.suppression import SuppressionList

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Channel, Purpose = ConsentEntry.Channel, ConsentEntry.Purpose
Holds = SuppressionList.Holds
CALLS = (Channel.PHONE, Channel.SMS)
MESSAGES = (*CALLS, Channel.WHATSAPP)
SELLING = (Purpose.MARKETING, Purpose.SURVEYS, Purpose.PROFILING)
OWN, ERASED = "own", "erased"


@dataclass(frozen=True)
class Registry:
    """`channels` and `purposes` are what it forbids (empty: all), `consult_days` how old a consultation may be (null: no limit known)."""

    key: str
    name: "str | StrPromise"
    country: str
    holds: str
    channels: tuple[str, ...]
    purposes: tuple[str, ...]
    consult_days: int | None
    law: str


REGISTRIES = (
    Registry(OWN, _("No contactar (lista propia)"), "", Holds.ANY, (), (), None, ""),
    Registry("ar-no-llame", "No Llame", "AR", Holds.PHONE, MESSAGES, SELLING, 30, "Ley 26.951"),
    Registry("br-nao-me-perturbe", "Não Me Perturbe", "BR", Holds.PHONE, CALLS, SELLING, 30, "Anatel, autorregulação"),
    Registry("cl-no-molestar", "No Molestar", "CL", Holds.ANY, (), SELLING, 30, "Ley 19.496, art. 28 B"),
    Registry(
        "co-rne",
        "Registro de Números Excluidos",
        "CO",
        Holds.PHONE,
        (*MESSAGES, Channel.EMAIL),
        SELLING,
        30,
        "Ley 2300 de 2023; CRC",
    ),
    Registry("mx-repep", "REPEP (Profeco)", "MX", Holds.PHONE, MESSAGES, SELLING, 30, "LFPC, arts. 18 y 18 bis"),
    Registry("mx-reus", "REUS (Condusef)", "MX", Holds.ANY, (), SELLING, 30, "LPDUSF, art. 8"),
    Registry("uy-no-llame", "No Llame", "UY", Holds.PHONE, MESSAGES, SELLING, 30, "Ley 19.996, art. 181"),
    Registry(ERASED, _("Personas borradas"), "", Holds.ANY, (), (), None, ""),
)
"""The last one is written by erasures alone: whom we had to forget is not brought in and contacted again."""
BY_KEY = {registry.key: registry for registry in REGISTRIES}
