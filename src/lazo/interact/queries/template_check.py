"""Before anything is sent: which merge fields are empty for how many of those who would get it, counted and never one by one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from lazo.identify.models import ContactPoint, Party, TraitValue
from lazo.interact.channels.compiling import demanded_in, names_in
from lazo.interact.models import TemplateText, TemplateVersion
from lazo.interact.sending.recipients import OWN, SAID

PIECE = 5_000
HOLDS = {
    "apellidos": "surnames",
    "ciudad": "city",
    "pais": "country",
    "direccion": "address",
    "nombre_completo": "name",
}
POINTS = {"correo": "EMAIL", "telefono": "PHONE"}
ALWAYS = frozenset({"empresa", "baja"})


@dataclass(frozen=True)
class FieldCheck:
    """`empty` of those asked about have nothing there; `is_demanded`: nothing stands in, so they cannot get the message."""

    name: str
    empty: int
    is_demanded: bool


@dataclass(frozen=True)
class TemplateCheck:
    """How a version fits its recipients: each field it names, and how many of all have what it demands."""

    recipients: int
    fields: tuple[FieldCheck, ...]

    @property
    def worst(self) -> int:
        """How many at least cannot get it because a field is empty."""
        return max((field.empty for field in self.fields if field.is_demanded), default=0)


def check_template(*, version: TemplateVersion, parties: Sequence[int]) -> TemplateCheck:
    """Ask of `parties` (ids of customers, up to millions) what the version's fields would find; five thousand a query."""
    names, demanded = fields_of(version)
    asked = sorted(name for name in names if name not in ALWAYS and not name.startswith(SAID))
    empty = dict.fromkeys(asked, 0)
    for start in range(0, len(parties), PIECE):
        piece = [int(party) for party in parties[start : start + PIECE]]
        for name, count in _empty(piece, asked):
            empty[name] += count
    fields = tuple(FieldCheck(name, empty[name], name in demanded) for name in asked)
    return TemplateCheck(len(parties), fields)


def fields_of(version: TemplateVersion) -> tuple[frozenset[str], frozenset[str]]:
    """The merge fields that a version names in any language, and those that nothing stands in for in some. Raises UnableToCompile."""
    channel = version.template.channel
    texts = list(TemplateText.objects.filter(version=version))
    told = [(channel, text.subject, text.body, text.details) for text in texts]
    names = frozenset().union(*(names_in(*one) for one in told)) if told else frozenset()
    demanded = frozenset().union(*(demanded_in(*one) for one in told)) if told else frozenset()
    return names, demanded


def _empty(piece: Collection[int], names: Sequence[str]) -> Iterator[tuple[str, int]]:
    rows = Party.objects.filter(pk__in=piece).order_by()
    for name in names:
        yield name, rows.filter(_lacks(name)).count()


def _lacks(name: str) -> Q:
    """Customers of whom nothing would stand where the field is."""
    if name in POINTS:
        return ~Q(Exists(_points(POINTS[name])))
    if name.startswith(OWN):
        return ~Q(Exists(_own(name.removeprefix(OWN))))
    if name == "responsable":
        return Q(owner__isnull=True)
    if name == "nombre":
        person = Q(kind=Party.Kind.PERSON) & _blank("given_name") & _blank("name")
        return person | (~Q(kind=Party.Kind.PERSON) & _blank("trade_name") & _blank("name"))
    return _blank(HOLDS[name]) if name in HOLDS else Q(pk__in=[])


def _blank(column: str) -> Q:
    """Of a customer of several records the golden one says it."""
    return (Q(golden__isnull=True) & Q(**{column: ""})) | Q(**{f"golden__{column}": ""})


def _points(kind: str) -> "QuerySet[ContactPoint]":
    own = Q(party_id=OuterRef("pk")) | Q(party__canonical_id=OuterRef("pk"))
    return ContactPoint.objects.filter(own, kind=kind)


def _own(key: str) -> "QuerySet[TraitValue]":
    rows = TraitValue.objects.filter(definition__key=key, definition__package="custom")
    return rows.annotate(customer=Coalesce(F("party__canonical_id"), F("party_id"))).filter(customer=OuterRef("pk"))
