"""The registry of traits: what a package tells about a customer, said once at start-up by the package itself.

A registered key begins with its package (`loyalty.tier`), so that it never meets the key of a company's own column, which has no dot.
"""

import re
from dataclasses import dataclass

from lazo.identify.models.trait import TraitDefinition

KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+")
LONGEST_KEY = 60


class UnableToRegisterTrait(Exception):
    """The key is not `package.name` in small letters, or something else has it."""


@dataclass(frozen=True)
class RegisteredTrait:
    """What a definition says; `name` is a Spanish msgid, `unit` what a number counts (blank: nothing to add)."""

    key: str
    name: str
    type: TraitDefinition.Type
    kind: TraitDefinition.Kind
    method: str
    unit: str
    package: str


_REGISTERED: dict[str, RegisteredTrait] = {}


def register_trait(
    *,
    key: str,
    name: str,
    type: TraitDefinition.Type,  # noqa: A002 - the word of the definition
    kind: TraitDefinition.Kind,
    package: str,
    method: str = "",
    unit: str = "",
) -> RegisteredTrait:
    """Announce a trait; called from the package's `ready()`, again without harm. Touches no database.

    `kind` is how its values come about when nothing else is said, `method` the rule or model in a few words.
    Raises UnableToRegisterTrait.
    """
    if not KEY.fullmatch(key) or key.partition(".")[0] != package or len(key) > LONGEST_KEY:
        raise UnableToRegisterTrait(f"The key of a trait is its package, a dot and a name: {key}")
    trait = RegisteredTrait(key, name, type, kind, method, unit, package)
    if _REGISTERED.setdefault(key, trait) != trait:
        raise UnableToRegisterTrait(f"Another trait has the key {key}.")
    return trait


def registered_traits() -> tuple[RegisteredTrait, ...]:
    """All of them, by key."""
    return tuple(_REGISTERED[key] for key in sorted(_REGISTERED))
