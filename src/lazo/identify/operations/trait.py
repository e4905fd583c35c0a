"""Traits: what a package tells segments, models, lists and the API about a customer comes from one registration."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from lazo.identify.models import TraitDefinition
from lazo.kernel.events import record_event
from lazo.kernel.models import User

OWN = "custom"


@dataclass(frozen=True)
class Trait:
    """One registration; see `register_trait`."""

    key: str
    name: str
    type: str
    kind: str
    method: str
    unit: str
    package: str


class UnableToRegisterTrait(ValueError):
    """Two packages claim one key, or a name has no letter or figure to make a key of."""


_registered: dict[str, Trait] = {}


def register_trait(
    *, key: str, name: str, type: str, kind: str, package: str, method: str = "", unit: str = ""
) -> Trait:  # noqa: A002
    """Announce a trait, from a package's ready(); its row is written when the database is migrated.

    `type` is one of TraitDefinition.Type, `kind` of TraitDefinition.Kind (declared, observed, appended, inferred), `method` says how it is found.
    Money is in minor units of the base currency. Raises UnableToRegisterTrait when another package has the key.
    """
    trait = Trait(key, name, TraitDefinition.Type(type), TraitDefinition.Kind(kind), method, unit, package)
    known = _registered.setdefault(key, trait)
    if known.package != package:
        raise UnableToRegisterTrait(f"{key} belongs to {known.package}")
    _registered[key] = trait
    return trait


def write_registered_traits() -> None:
    """Bring the rows of the registered traits up to date."""
    for trait in _registered.values():
        values = {
            "name": trait.name,
            "type": trait.type,
            "kind": trait.kind,
            "method": trait.method,
            "unit": trait.unit,
            "package": trait.package,
        }
        TraitDefinition.objects.update_or_create(key=trait.key, defaults=values)


@transaction.atomic
def define_trait(*, name: str, type: str, by: User, unit: str = "") -> TraitDefinition:  # noqa: A002 - the word of the domain
    """Add a field of the company's own; the same name again is the same field. Raises UnableToRegisterTrait."""
    key = slugify(name)[:60].strip("-")
    if not key:
        raise UnableToRegisterTrait("A trait needs a name with letters or figures.")
    defaults = {
        "name": name[:120],
        "type": TraitDefinition.Type(type),
        "kind": TraitDefinition.Kind.DECLARED,
        "unit": unit,
        "package": OWN,
    }
    definition, made = TraitDefinition.objects.get_or_create(key=key, defaults=defaults)
    if definition.package != OWN:
        raise UnableToRegisterTrait(f"{key} belongs to {definition.package}")
    if made:
        record_event(
            kind="trait.defined",
            by=by,
            table="identify_traitdefinition",
            row=definition.pk,
            data={"key": key, "type": definition.type},
        )
    return definition
