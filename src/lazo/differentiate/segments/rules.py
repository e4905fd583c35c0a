"""What this company's rules may speak of, and the segments there are, read from the database."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from lazo.analytics.segments.customer import Fact
from lazo.analytics.segments.definition import (
    ConsentCondition,
    FieldCondition,
    InSegment,
    Node,
    TraitCondition,
    conditions,
    nested,
)
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.vocabulary import BASE, FactFamily, FieldSpec, TraitSpec, ValueType, Vocabulary
from lazo.differentiate.models import Segment
from lazo.identify.models import ConsentEntry, TraitDefinition
from lazo.identify.models.relationship import RelationshipType
from lazo.identify.queries.custom_fields import OWN

Type, Kind = TraitDefinition.Type, TraitDefinition.Kind
TYPES = {
    Type.TEXT: ValueType.TEXT,
    Type.CHOICE: ValueType.TEXT,
    Type.NUMBER: ValueType.NUMBER,
    Type.MONEY: ValueType.MONEY,
    Type.DATE: ValueType.DAY,
    Type.FLAG: ValueType.FLAG,
    Type.PARTY: ValueType.PARTY,
}
DESCRIBING = frozenset({Kind.DECLARED, Kind.APPENDED})
"""What somebody said of themselves or a third party sold describes; what we observed or inferred is behaviour, value or needs."""

_fields: dict[str, FieldSpec] = {}
_families: dict[str, FactFamily] = {}
Reader = Callable[[Collection[int], date], Iterable[Fact]]
"""The facts of one customer up to the end of a day, from the database: of all records of theirs that are given."""
_readers: dict[str, Reader] = {}


class UnableToRegisterFamily(Exception):
    """Something else has the key."""


def register_field(spec: FieldSpec) -> None:
    """Let rules speak of another column of a mirrored table; called from `ready()` of its package, again without harm."""
    if {**_fields, **BASE.fields}.get(spec.key, spec) != spec:
        raise UnableToRegisterFamily(spec.key)
    _fields[spec.key] = spec


def register_family(family: FactFamily, *, reader: Reader) -> None:
    """Let rules speak of another kind of facts that the warehouse mirrors; called from `ready()` of its package, again without harm.

    `reader` reads the same of one customer, for whoever asks before the next sync.
    """
    if {**_families, **BASE.families}.get(family.key, family) != family:
        raise UnableToRegisterFamily(family.key)
    _families[family.key] = family
    _readers[family.key] = reader


def facts_of_families(keys: Iterable[str], family: Collection[int], on: date) -> dict[str, tuple[Fact, ...]]:
    """Of the registered families among `keys` the facts of one customer, whose records are `family`."""
    return {key: tuple(_readers[key](family, on)) for key in keys if key in _readers}


def vocabulary(*, with_segments: bool = True) -> Vocabulary:
    """Everything rules may speak of today: three queries."""
    rows = TraitDefinition.objects.filter(archived_at__isnull=True).order_by("key")
    keys = Segment.objects.live().values_list("key", flat=True) if with_segments else None
    return replace(
        BASE,
        fields={**BASE.fields, **_fields},
        families={**BASE.families, **_families},
        relations=tuple(RelationshipType.objects.order_by("key").values_list("key", flat=True)),
        purposes=tuple(ConsentEntry.Purpose.values),
        segments=None if keys is None else frozenset(keys),
    ).with_traits(*(_trait(row) for row in rows))


def _trait(row: TraitDefinition) -> TraitSpec:
    describes = row.package == OWN or row.kind in DESCRIBING
    return TraitSpec(row.key, row.pk, TYPES[Type(row.type)], describes, tuple(row.choices))


@dataclass(frozen=True)
class Catalogue:
    """The segments as they are: trees by key, and the static lists by key with their ids."""

    vocabulary: Vocabulary
    trees: dict[str, Node]
    lists: dict[str, int]


def catalogue() -> Catalogue:
    """All live segments. A segment whose rules speak of what is no more (a field put away) has no tree: nobody is in it."""
    words = vocabulary()
    trees: dict[str, Node] = {}
    lists: dict[str, int] = {}
    told = (words.traits.values(), words.segments or (), words.relations or (), words.fields, words.families)
    signature = hash(tuple(tuple(sorted(map(str, one))) for one in told))
    for pk, key, kind, definition in (
        Segment.objects.live().order_by("pk").values_list("pk", "key", "kind", "definition")
    ):
        if kind == Segment.Kind.LIST:
            lists[key] = pk
            continue
        tree = _read_once(definition, signature, words)
        if tree is not None:
            trees[key] = tree
    return Catalogue(words, trees, lists)


MOST_READ = 5_000
_read: dict[tuple[int, str], Node | None] = {}
"""Trees this process has read, by what rules might speak of then and by what they say."""


def _read_once(definition: object, signature: int, words: Vocabulary) -> Node | None:
    place = (signature, json.dumps(definition, sort_keys=True))
    if place not in _read:
        if len(_read) >= MOST_READ:
            _read.clear()
        _read[place] = read_kept(definition, words)
    return _read[place]


def read_kept(definition: object, words: Vocabulary) -> Node | None:
    """The tree of a definition that was kept; null where what it speaks of is no more."""
    from lazo.analytics.segments.parsing_values import UnableToParseSegment

    try:
        return parse(definition, words)
    except UnableToParseSegment:
        return None


def is_descriptive(tree: Node, known: Catalogue, *, seen: frozenset[str] = frozenset()) -> bool:
    """Whether all it asks is who somebody is: no behaviour, value, needs or relation (DOMAIN 3.1). Of a nested segment its own rules count."""
    if any(not _describes(one, known.vocabulary) for one in conditions(tree)):
        return False
    named = nested(tree) - seen
    return all(key in known.trees and is_descriptive(known.trees[key], known, seen=seen | named) for key in named)


def _describes(condition: Node, words: Vocabulary) -> bool:
    match condition:
        case FieldCondition(key):
            return words.fields[key].is_demographic
        case TraitCondition(key):
            return words.traits[key].is_demographic
        case ConsentCondition():
            return True
    return False


def paths(node: Node, path: str = "") -> Iterable[tuple[str, Node]]:
    """Every condition and named segment of a tree with the path that leads to it, as errors say it: «all[1].any[0]»."""
    from lazo.analytics.segments.definition import AllOf, AnyOf, Not

    match node:
        case AllOf(parts) | AnyOf(parts):
            name = "all" if isinstance(node, AllOf) else "any"
            for place, part in enumerate(parts):
                yield from paths(part, f"{path}.{name}[{place}]" if path else f"{name}[{place}]")
        case Not(part):
            yield from paths(part, f"{path}.not" if path else "not")
        case InSegment() | _:
            yield path, node
