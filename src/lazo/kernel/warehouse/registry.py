"""Which tables the warehouse mirrors, in the order in which their packages registered them."""

from lazo.kernel.warehouse.mirror_table import MirrorTable, Rollup

_tables: dict[str, MirrorTable] = {}
_rollups: dict[str, Rollup] = {}


class UnableToRegister(Exception):
    """Another table of this name is registered, or the one it follows is not."""


def register(table: MirrorTable) -> None:
    """Mirror `table` from now on; the same table twice is once."""
    if _tables.get(table.name, table) != table:
        raise UnableToRegister(table.name)
    if table.follows is not None and table.follows[0] not in _tables:
        raise UnableToRegister(table.follows[0])
    _tables[table.name] = table


def register_rollup(rollup: Rollup) -> None:
    """Keep `rollup` beside the fact it is computed from."""
    if rollup.of not in _tables or _rollups.get(rollup.name, rollup) != rollup:
        raise UnableToRegister(rollup.name)
    _rollups[rollup.name] = rollup


def tables() -> tuple[MirrorTable, ...]:
    return tuple(_tables.values())


def rollups() -> tuple[Rollup, ...]:
    return tuple(_rollups.values())
