"""The builder as its template draws it: groups and rules one inside the other, with how many fit each, and the numbers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.analytics.segments.definition import Node
from lazo.analytics.segments.parsing import UnableToParseSegment, parse
from lazo.differentiate.models import Segment
from lazo.differentiate.queries.segment_speech import spoken as in_words
from lazo.differentiate.queries.segments import numbers_of
from lazo.differentiate.segments.rules import catalogue, is_descriptive
from lazo.kernel.models import User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.web.formats import Formats
from lazo.web.segment_builder.company_words import Spoken
from lazo.web.segment_builder.definition import Said, said_by
from lazo.web.segment_builder.draft import DEEPEST, ROOT, DraftGroup, Path, written
from lazo.web.segment_builder.inputs import Row, row_of
from lazo.web.segment_builder.subjects import grouped

PROBLEMS: Mapping[str, str | Promise] = {
    "missing": _("Falta el valor: escríbelo o elige uno."),
    "not_a_number": _("No es un número. Ejemplo: 1.500"),
    "not_a_day": _("No es un día."),
    "upside_down": _("El primero es mayor que el segundo: cámbialos de lugar."),
    "unknown_choice": _("Ese valor no existe."),
    "unknown_segment": _("Ese segmento ya no existe."),
    "unknown_field": _("Ese dato ya no existe."),
    "unknown_trait": _("Ese campo ya no existe."),
    "bad_period": _("Ese plazo no sirve aquí: lo que pasó no puede estar por venir."),
    "too_many": _("Son demasiadas reglas o valores."),
    "too_deep": _("Son demasiados grupos uno dentro de otro."),
    "circle": _("Ese segmento depende de este: se perseguirían en círculo."),
}
UNKNOWN = _("Esta regla no se entiende.")


@dataclass
class Group:
    """`rows` and groups in their order; `how` is all, any or none."""

    path: str
    how: str
    is_root: bool
    may_nest: bool
    parts: list[Group | Row] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        """The template asks whether a part is one of these."""
        return True


@dataclass(frozen=True)
class Builder:
    """`sentence` says the whole rules in words; `numbers` is null where nothing can be counted: no whole rule yet, or no warehouse (`is_cold`)."""

    root: Group
    said: Said
    numbers: Any
    is_cold: bool
    is_descriptive: bool
    problems: int
    sentence: str


def builder(
    draft: DraftGroup, spoken: Spoken, *, user: User, formats: Formats, segment: Segment | None = None
) -> Builder:
    """Everything that the page of a segment shows of its rules, counted under the reader's row access."""
    said = said_by(draft, spoken.subjects, formats)
    tree, is_descriptive = _tree(said, spoken)
    numbers, is_cold = _numbers(tree, user, segment)
    counted = (
        {said.places[path]: count for path, count in numbers.rules.items() if path in said.places} if numbers else {}
    )
    drawing = _Drawing(spoken, said, counted, numbers.everybody if numbers else 0)
    return Builder(
        drawing.group(draft, ROOT), said, numbers, is_cold, is_descriptive, len(said.problems), in_words(tree)
    )


def _tree(said: Said, spoken: Spoken) -> tuple[Node | None, bool]:
    """The tree that the form says, null where none, and whether it only describes."""
    if said.definition is None:
        return None, False
    try:
        tree = parse(said.definition, spoken.vocabulary)
    except UnableToParseSegment as error:
        said.problems[said.place_of(error.path) or ROOT] = error.code
        return None, False
    return tree, is_descriptive(tree, catalogue())


def _numbers(tree: Node | None, user: User, segment: Segment | None) -> tuple[Any, bool]:
    """How many fit, and whether that cannot be known yet."""
    if tree is None:
        return None, False
    try:
        return numbers_of(user=user, tree=tree, segment=segment), False
    except UnableToOpenWarehouse:
        return None, True


class _Drawing:
    def __init__(self, spoken: Spoken, said: Said, counted: Mapping[Path, int], everybody: int) -> None:
        self._spoken = spoken
        self._said = said
        self._counted = counted
        self._everybody = everybody

    def group(self, group: DraftGroup, path: Path) -> Group:
        drawn = Group(written(path), group.how, path == ROOT, len(path) < DEEPEST)
        for place, part in enumerate(group.parts):
            below = (*path, place)
            drawn.parts.append(self.group(part, below) if isinstance(part, DraftGroup) else self._row(part, below))
        return drawn

    def _row(self, part: Any, path: Path) -> Row:
        row = row_of(part, path, self._spoken.subjects.get(part.subject), self._spoken.words)
        customers = self._counted.get(path)
        code = self._said.problems.get(path, "")
        return Row(
            row.path,
            row.subject,
            row.operator,
            row.inputs,
            customers,
            customers / self._everybody if customers is not None and self._everybody else 0.0,
            str(PROBLEMS.get(code, UNKNOWN)) if code else "",
        )


def subject_groups(spoken: Spoken) -> list[dict[str, Any]]:
    """The choices of the first field of every rule."""
    return grouped(spoken.subjects)
