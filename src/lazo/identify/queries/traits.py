"""What is known of a party beyond its fields, and how it came to be known."""

from dataclasses import dataclass
from datetime import date, datetime

from lazo.identify.models import Party, TraitValue
from lazo.identify.queries.parties import family_of
from lazo.kernel.prepared import PreparedRows


@dataclass(frozen=True)
class Trait:
    """One value of one trait. `confidence` from 0 to 1; `source` blank where a person or a model said it.

    `holds` is true of the one value that counts: observed before declared before third parties' before inferred, of a kind a
    person's before a file's, then the newest. `by` is the name of the person who said it, `package` who registered it.
    """

    key: str
    name: str
    type: str
    unit: str
    method: str
    value: str | float | int | date | bool | None
    kind: str
    confidence: float
    source: str
    set_at: datetime
    holds: bool
    by: str = ""
    package: str = ""


_values = PreparedRows(
    lambda family: (
        TraitValue.objects.filter(party_id__in=family)
        .select_related("definition", "source", "by")
        .order_by("definition__name", "definition_id", "pk")
    ),
    tuple,
)


def traits_of(*, party: Party) -> list[Trait]:
    """The values of all records found to be `party`, whom the caller has shown to be visible: by name of trait, the one that holds first."""
    rows = _values(family_of(party))
    ranked = sorted(rows, key=lambda row: row.precedence)
    best: dict[int, int] = {}
    for row in ranked:
        best.setdefault(row.definition_id, row.pk)
    place = {row.pk: number for number, row in enumerate(ranked)}
    rows.sort(key=lambda row: (row.definition.name, row.definition_id, place[row.pk]))
    return [_trait(row, holds=best[row.definition_id] == row.pk) for row in rows]


def _trait(row: TraitValue, *, holds: bool) -> Trait:
    return Trait(
        key=row.definition.key,
        name=row.definition.name,
        type=row.definition.type,
        unit=row.definition.unit,
        method=row.definition.method,
        value=row.value,
        kind=row.kind,
        confidence=row.confidence,
        source=row.source.name if row.source else "",
        set_at=row.set_at,
        holds=holds,
        by=row.by.name if row.by else "",
        package=row.definition.package,
    )
