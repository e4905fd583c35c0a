"""Who came into a segment and who went, with the rule that changed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.differentiate.models import CustomerCard, Segment
from lazo.differentiate.queries.segment_history import Passage, passages
from lazo.differentiate.queries.segment_speech import speech, spoken
from lazo.differentiate.segments.rules import paths, read_kept
from lazo.kernel.models import User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse

SHOWN = 20
REASONS: Mapping[str, str | Promise] = {
    "definition": gettext_lazy("cambiaron las reglas"),
    "new": gettext_lazy("es un cliente nuevo"),
    "gone": gettext_lazy("ya no es un cliente por sí mismo"),
    "": gettext_lazy("no se sabe por qué"),
}


@dataclass(frozen=True)
class PassageLine:
    """A customer who came in or went out; `because` says which rule changed for them."""

    id: int
    name: str
    on: date
    entered: bool
    because: str


def passage_lines(segment: Segment, *, user: User) -> list[PassageLine]:
    """The last who came and went, of the customers `user` may see; nobody before the first sync."""
    try:
        found = passages(segment=segment, user=user, limit=SHOWN)
    except UnableToOpenWarehouse:
        return []
    if not found:
        return []
    cards = CustomerCard.objects.visible_to(user).filter(pk__in=[one.customer_id for one in found])
    names, rules = dict(cards.values_list("pk", "name")), _rules(segment)
    return [
        PassageLine(one.customer_id, names.get(one.customer_id, ""), one.on, one.entered, _because(one, rules))
        for one in found
    ]


def _rules(segment: Segment) -> dict[str, str]:
    """Each condition of the segment as a sentence, by its path."""
    words = speech()
    tree = read_kept(segment.definition, words.vocabulary) if segment.kind == Segment.Kind.RULES else None
    return {} if tree is None else {path or ".": spoken(part, words) for path, part in paths(tree)}


def _because(passage: Passage, rules: Mapping[str, str]) -> str:
    if passage.because in REASONS:
        return str(REASONS[passage.because])
    said = [rules[path] for path in passage.because.split(",") if path in rules]
    return "; ".join(said) or _("una regla que ya no está")
