"""What an erasure would take, before anybody asks for it, and by which texts a person is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import ContactPoint, Party, PartyIdentifier
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import Event, EventDetail
from lazo.kernel.personal_data import Holding, holdings

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SHORTEST = 6
NATIONAL_DIGITS = 8
LONGEST_TEXT = 80


@dataclass(frozen=True)
class ErasureLine:
    """Rows of one kind: how many, and whether they go (False: they stay without the person)."""

    label: "str | StrPromise"
    rows: int
    goes: bool


@dataclass(frozen=True)
class ErasurePreview:
    """`lines` of rows, `details` of events whose values go, `files` of imports that are deleted."""

    lines: tuple[ErasureLine, ...]
    details: int
    imports: int
    records: int


def erasure_preview(*, party: Party) -> ErasurePreview:
    """What would go with a party whom the caller has shown to be visible; nothing is changed."""
    family = family_of(party)
    kinds = sorted((one for one in holdings() if one.label), key=lambda one: (-one.rank, one.model))
    lines = [ErasureLine(one.label, one.about(family).count(), one.blank is None) for one in kinds]
    copies = sum(one.about(family).count() for one in holdings() if not one.label)
    lines.append(ErasureLine(_("Copias para buscar, listar y deshacer"), copies, goes=True))
    details = sum(_details(holding, family) for holding in holdings() if _has_numbers(holding))
    told = tuple(line for line in lines if line.rows)
    return ErasurePreview(told, details, len(batches_of(family)), len(family))


def known_values(family: Sequence[int]) -> list[str]:
    """The texts by which one customer is known and no other one: names, addresses, telephones, documents, at least six letters.

    What another customer has too, such as the telephone of a house, is not among them: it may stay.
    """
    found: dict[str, None] = {}
    for value in _names(family):
        found.setdefault(value)
    points = ContactPoint.objects.filter(party_id__in=family).values_list("kind", "value", "key")
    shared = set(_others(ContactPoint, [key for _, _, key in points], family))
    for kind, value, key in points:
        if key not in shared:
            found |= dict.fromkeys([value, key, *([_national(key)] if kind == ContactPoint.Kind.PHONE else [])])
    documents = PartyIdentifier.objects.filter(party_id__in=family).values_list("value", "key")
    taken = set(_others(PartyIdentifier, [key for _, key in documents], family))
    found |= dict.fromkeys(value for value, key in documents if key not in taken)
    return [value for value in found if len(value) >= SHORTEST]


def batches_of(family: Sequence[int]) -> list[int]:
    """The imports that brought something of one customer."""
    found: set[int] = set()
    for holding in holdings():
        model = apps.get_model(holding.model)
        if any(column.attname in {"batch", "batch_id"} for column in model._meta.concrete_fields):  # noqa: SLF001 - documented API of Django despite its name
            name = "batch_id" if hasattr(model, "batch_id") else "batch"
            rows = holding.about(family).filter(**{f"{name}__isnull": False})
            found.update(rows.values_list(name, flat=True).distinct())
    return sorted(found)


def keys_of(family: Sequence[int]) -> list[str]:
    """The canonical keys of telephones, addresses and documents of one customer."""
    points = ContactPoint.objects.filter(party_id__in=family).values_list("key", flat=True)
    documents = PartyIdentifier.objects.filter(party_id__in=family, is_valid=True).values_list("key", flat=True)
    return sorted({*points, *documents})


def _names(family: Sequence[int]) -> list[str]:
    columns = ("name", "folded_name", "legal_name", "trade_name", "address")
    own = Party.objects.filter(pk__in=family).values_list(*columns)
    texts = {text for row in own for text in row if len(text) >= SHORTEST}
    others = Party.objects.exclude(pk__in=family)
    mine = Q()
    for column in columns:
        mine |= Q(**{f"{column}__in": texts})
    taken = {text for row in others.filter(mine).values_list(*columns) for text in row} if texts else set()
    return sorted(texts - taken)


def _others(model: type[ContactPoint] | type[PartyIdentifier], keys: Sequence[str], family: Sequence[int]) -> list[str]:
    rows = model._base_manager.filter(key__in=keys).exclude(party_id__in=family)  # noqa: SLF001 - documented API of Django despite its name
    return list(rows.values_list("key", flat=True))


def _national(key: str) -> str:
    """The end of a number, which is how people write it at home."""
    digits = "".join(filter(str.isdigit, key))
    return digits[-10:] if len(digits) >= 10 else digits[-NATIONAL_DIGITS:]


def _has_numbers(holding: Holding) -> bool:
    return str(apps.get_model(holding.model)._meta.pk.get_internal_type()) == "BigAutoField"  # noqa: SLF001 - documented API of Django despite its name


def _details(holding: Holding, family: Sequence[int]) -> int:
    rows = holding.about(family).values("pk")
    return EventDetail.objects.filter(event__in=Event.objects.filter(table=holding.table, row__in=rows)).count()
