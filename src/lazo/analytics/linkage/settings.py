"""What is compared: the columns of a table of records, and under which keys candidates are looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from lazo.analytics.linkage.comparison import Comparison
from lazo.analytics.linkage.derived import Derived
from lazo.analytics.linkage.fields.birth import birth
from lazo.analytics.linkage.fields.company import company
from lazo.analytics.linkage.fields.contacts import documents, emails, phones
from lazo.analytics.linkage.fields.family import family
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.fields.given import given
from lazo.analytics.linkage.fields.texts import category, place, street

LISTS = ("emails", "phones", "documents", "document_schemes")


@dataclass(frozen=True)
class LinkSettings:
    """`fields` to compare; `blocks`: columns that together make a key under which candidates are found.

    `columns` says which column of the records holds what we call by our name ({"given_name": "first_name"}); columns of the records
    that are neither ours nor named there are read by the fields that name them as their source. `shared` are the lists of keys by which a
    household or a company is proposed. A key that more than
    `largest_block` records have (of a shared list, `largest_shared`) does not pair them all.
    """

    name: str
    fields: tuple[Field, ...]
    blocks: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    largest_block: int = 100
    largest_shared: int = 100

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(one.comparison for one in self.fields)

    @cached_property
    def derived(self) -> tuple[Derived, ...]:
        return tuple(column for one in self.fields for column in one.derived)

    @cached_property
    def frequencies(self) -> tuple[str, ...]:
        return tuple(column for one in self.fields for column in one.frequencies)

    @cached_property
    def lists(self) -> frozenset[str]:
        """The columns that hold several values."""
        return frozenset((*LISTS, "company_names"))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The columns from which everything is derived."""
        made = {column.name for column in self.derived}
        return tuple(dict.fromkeys(column.source for column in self.derived if column.source not in made))


def every_two(fields: tuple[Field, ...]) -> tuple[tuple[str, ...], ...]:
    """A key of every column worth looking by, alone and with every other: for tables of which no more is known."""
    keys = tuple(key for one in fields for key in one.keys)
    return (*((key,) for key in keys), *combinations([key for key in keys if key not in (*LISTS, "company_names")], 2))


PARTY_FIELDS = (
    given(), family(), company(), birth(), emails(), phones(), documents(), street(), place("city", "city"), category("country", "country"),
)  # fmt: skip

PARTIES = LinkSettings(
    name="parties",
    fields=PARTY_FIELDS,
    blocks=(
        ("emails",),
        ("phones",),
        ("documents",),
        ("full_name_key",),
        ("short_name_key", "city"),
        ("short_name_key", "birth_year"),
        ("given_key", "birth"),
        ("surname_key", "birth"),
        ("surname_key", "surname_key_2", "city"),
        ("given_key", "surname_key_2", "city"),
        ("email_name",),
        ("document_number",),
        ("company_names",),
        ("company_key",),
        ("company_first", "city"),
        ("address_street", "city"),
    ),
    shared=("emails", "phones", "documents"),
    largest_block=15,
)
