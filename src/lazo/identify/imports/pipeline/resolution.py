"""Which party each row of a file is: the greedy reading from top to bottom, by exact keys, never joining strangers.

Seed: "identify customers as unique, addressable individuals". Keys have a strength: the identifier in the source before the tax
identity before the e-mail before the phone. A weak key (e-mail, phone) needs a name that can be the same and no other tax identity.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum

from lazo.identify.imports.pipeline.names import may_be_same

# A key that so many parties share is a switchboard or a placeholder: it tells nobody apart.
CROWD = 20


class Strength(IntEnum):
    """Kinds of key, the strongest first."""

    EXTERNAL = 0
    TAX = 1
    EMAIL = 2
    PHONE = 3
    # Kept as it was written, and no key: it did not check.
    RAW_TAX = 4
    RAW_PHONE = 5


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one row; `code` stands for its text, `scheme` for the kind of document of a tax identity."""

    strength: Strength
    code: int
    scheme: str = ""


@dataclass(slots=True)
class Entity:
    """What is known of a party while the file is read: enough to refuse a stranger."""

    names: list[str]
    taxes: dict[str, int] = field(default_factory=dict)
    externals: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row whose keys point to different parties; it went to `chosen`, the strongest key's."""

    row: int
    code: str
    strength: Strength
    chosen: int
    other: int


class Resolver:
    """Entities have the id of an existing party, or the negative of the row that makes a new one."""

    def __init__(self) -> None:
        self._entities: dict[int, Entity] = {}
        self._holders: defaultdict[int, list[int]] = defaultdict(list)
        self.doubts: list[Doubt] = []

    def know(self, party: int, name: str) -> None:
        """Introduce an existing party."""
        self._entities.setdefault(party, Entity([])).names.append(name)

    def know_key(self, party: int, key: Key) -> None:
        """Introduce a key of a party that was introduced before."""
        self._remember(self._entities[party], party, key)

    def resolve(self, row: int, name: str, keys: list[Key]) -> int:
        """Decide for one row, and remember its keys for the rows that follow."""
        chosen: int | None = None
        strangers: list[tuple[Strength, int]] = []
        for key in keys:
            holders = self._holders.get(key.code)
            if not holders or len(holders) > CROWD:
                continue
            if chosen is not None:
                if chosen not in holders:
                    strangers.append((key.strength, holders[0]))
                continue
            fitting = [holder for holder in holders if self._fits(self._entities[holder], name, key, keys)]
            if fitting:
                chosen = fitting[0]
            else:
                strangers.append((key.strength, holders[0]))
        return self._settle(row, name, keys, chosen, strangers)

    def _settle(
        self, row: int, name: str, keys: list[Key], chosen: int | None, strangers: list[tuple[Strength, int]]
    ) -> int:
        found = -row if chosen is None else chosen
        entity = self._entities.setdefault(found, Entity([]))
        if name and name not in entity.names:
            entity.names.append(name)
        for strength, other in strangers:
            code = "contact_shared" if strength >= Strength.EMAIL else "keys_disagree"
            self.doubts.append(Doubt(row, code, strength, found, other))
        for key in keys:
            if key.strength is Strength.TAX and entity.taxes.get(key.scheme, key.code) != key.code:
                self.doubts.append(Doubt(row, "tax_id_differs", key.strength, found, found))
            self._remember(entity, found, key)
        return found

    def _fits(self, entity: Entity, name: str, key: Key, keys: list[Key]) -> bool:
        if key.strength <= Strength.TAX:
            return True
        if any(own.strength is Strength.TAX and entity.taxes.get(own.scheme, own.code) != own.code for own in keys):
            return False
        known = [one for one in entity.names if one]
        if key.strength is Strength.PHONE and not (known and name):
            own = {one.code for one in keys if one.strength is Strength.EXTERNAL}
            if own and entity.externals and not own & entity.externals:
                return False
        return all(may_be_same(name, one) for one in known)

    def _remember(self, entity: Entity, party: int, key: Key) -> None:
        holders = self._holders[key.code]
        if len(holders) <= CROWD and party not in holders:
            holders.append(party)
        if key.strength is Strength.TAX:
            entity.taxes.setdefault(key.scheme, key.code)
        elif key.strength is Strength.EXTERNAL:
            entity.externals.add(key.code)
