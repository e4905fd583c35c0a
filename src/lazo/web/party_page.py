"""The sections of a customer's page that come from the party graph: relations, and what else is known."""

from dataclasses import dataclass
from typing import Any

from lazo.identify.models import Party
from lazo.identify.queries.relations import relations_of
from lazo.identify.queries.traits import Trait, traits_of
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.party_words import trait_origin, trait_value


@dataclass(frozen=True)
class TraitLine:
    """One value: `origin` says how it came to be known, `holds` that it is the one that counts."""

    name: str
    value: str
    origin: str
    why: str
    is_inferred: bool
    holds: bool


def party_sections(*, party: Party, user: User, formats: Formats) -> dict[str, Any]:
    """What `_relations.html` and `_traits.html` show."""
    relations = [relation for relation in relations_of(party=party, user=user) if relation.is_open]
    return {
        "party": party,
        "relations": relations,
        "traits": [_line(trait, formats) for trait in traits_of(party=party)],
    }


def _line(trait: Trait, formats: Formats) -> TraitLine:
    return TraitLine(
        name=trait.name,
        value=trait_value(trait, formats),
        origin=trait_origin(trait, formats),
        why=trait.source or trait.method,
        is_inferred=trait.kind == "INFERRED",
        holds=trait.holds,
    )
