"""Keys of a person's whole name, whichever part stands in which column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ibis.expr.types import Table


def with_name_keys(table: Table) -> Table:
    """`full_name_key`: all words of the name as they sound, sorted; `short_name_key`: first given name and first surname, sorted.

    Null where a part is missing. Sorted, so that names in each other's place meet.
    """
    if "given_sound" not in table.columns or "surnames_sound" not in table.columns:
        return table
    full = (table.given_sound + " " + table.surnames_sound).split(" ").sort().join(" ")
    given, surname = table.given_key, table.surname_key
    short = (given < surname).ifelse(given + " " + surname, surname + " " + given)
    return table.mutate(full_name_key=full, short_name_key=short)


def name_keys(row: dict[str, Any]) -> None:
    """The same for one record in plain Python, written into it."""
    given, surnames = row.get("given_sound"), row.get("surnames_sound")
    known = given is not None and surnames is not None
    row["full_name_key"] = " ".join(sorted(f"{given} {surnames}".split(" "))) if known else None
    first, second = row.get("given_key"), row.get("surname_key")
    row["short_name_key"] = None if first is None or second is None else " ".join(sorted((first, second)))
