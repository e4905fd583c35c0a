"""What the review of identities shows: the queue, one pair field by field, and why they look alike."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lazo.identify.models import MatchPair, Party
from lazo.identify.queries.match_pair import PairView
from lazo.identify.queries.match_queue import counts_of_tabs
from lazo.identify.queries.pair_fields import FieldPair, RecordSide
from lazo.identify.queries.pair_verdict import MISSING, PARTS, UNTOLD
from lazo.identify.queries.why import ALIASES
from lazo.kernel.access import may
from lazo.kernel.models import User
from lazo.web.charts.waterfall import Bar, waterfall
from lazo.web.customer_contact import masked, shown_phone
from lazo.web.formats import Formats
from lazo.web.identity_words import FIELDS, GUARDS, HELD_BACK, VERDICTS, WARNINGS, question, step_label
from lazo.web.markup import drawn

MASKED = "documents"
TABS = {"": MatchPair.Kind.SAME, "hogares": MatchPair.Kind.HOUSEHOLD, "empresas": MatchPair.Kind.COMPANY}
AUDIT = "muestra"
"""The tab of pairs that were joined without asking and are asked about now, to measure how often that is right."""
CERTAIN = 0.995


@dataclass(frozen=True)
class ShownField:
    """One line of the comparison; `left` and `right` are texts in parts, each with whether the other side differs there."""

    label: str
    left: tuple[tuple[tuple[str, bool], ...], ...]
    right: tuple[tuple[tuple[str, bool], ...], ...]
    css: str
    icon: str
    verdict: str


def tabs_context(user: User, tab: str) -> dict[str, Any]:
    """What the bar of tabs needs, the same on all pages of identities; `tab` is the one that is open."""
    return {
        "section": "data",
        "tab": "identities",
        "kind": tab,
        "may_import": may(user, "may_import"),
        "waiting": counts_of_tabs(user=user),
    }


def pair_context(view: PairView, formats: Formats) -> dict[str, Any]:
    """Everything of one pair that the template needs."""
    pair, kind = view.pair, view.left.kind
    guard = view.preview.guard if view.preview else None
    return {
        "view": view,
        "pair": pair,
        "question": question(pair, kind),
        "is_company": kind == Party.Kind.ORGANIZATION,
        "proposes_relation": pair.kind != MatchPair.Kind.SAME,
        "sides": (view.left, view.right),
        "fields": [shown_field(field, formats) for field in view.fields],
        "certainty": certainty(pair.probability, formats),
        "chart": drawn(_chart(view, formats)) if pair.kind == MatchPair.Kind.SAME and view.steps else "",
        "unknown": _without_weight(view, MISSING),
        "untold": _without_weight(view, UNTOLD),
        "sum": formats.number(pair.weight, 1),
        "held_back": HELD_BACK.get(pair.held_back, ""),
        "guard": GUARDS.get(guard.code, "") if guard else "",
        "warnings": [WARNINGS[one] for one in (view.preview.warnings if view.preview else ()) if one in WARNINGS],
        "never": bool(guard and guard.code in {"retired", "different_kinds"}),
        "needs_reason": bool(guard and guard.code in {"different_documents", "apart"}),
        "was_joined": pair.state == MatchPair.State.JOINED and view.merge is not None,
        "is_open": pair.state in {MatchPair.State.OPEN, MatchPair.State.GONE, MatchPair.State.APART},
        "strictest": [one for one in view.preview.consents if one.state != "GRANTED"] if view.preview else [],
    }


def certainty(probability: float, formats: Formats) -> str:
    """`88 %`; never a hundred."""
    if probability > CERTAIN:
        return _("más de %(share)s") % {"share": formats.percent(CERTAIN, 1)}
    return formats.percent(probability)


def shown_field(field: FieldPair, formats: Formats) -> ShownField:
    """A field of two records in words; a document shows its end alone."""
    css, icon, verdict = VERDICTS[field.verdict]
    left, right = (_parts(field, values, side, formats) for side, values in enumerate((field.left, field.right)))
    return ShownField(str(FIELDS.get(field.field, field.field)), left, right, css, icon, str(verdict))


def _parts(
    field: FieldPair, values: tuple[str, ...], side: int, formats: Formats
) -> tuple[tuple[tuple[str, bool], ...], ...]:
    marked = field.marked[side]
    if marked and field.field != MASKED:
        return (marked,)
    return tuple(((_shown(field.field, value, formats), False),) for value in values)


def _shown(field: str, value: str, formats: Formats) -> str:
    if field == MASKED:
        return masked(value)
    if field == "phones":
        return shown_phone(value)
    if field == "country":
        return formats.country_name(value)
    return formats.day(date.fromisoformat(value)) if field == "birth_date" else value


def _chart(view: PairView, formats: Formats) -> str:
    bars = [Bar(step_label(step.comparison, step.level), step.weight) for step in view.steps if step.weight]
    said = "; ".join(f"{bar.label} {formats.number(bar.weight, 1)}" for bar in bars)
    title = _("Peso de cada dato: %(weights)s; suma %(sum)s") % {
        "weights": said,
        "sum": formats.number(view.pair.weight, 1),
    }
    return waterfall(bars, total=_("Suma"), title=title, number=lambda value: formats.number(value, 1))


def _without_weight(view: PairView, verdict: str) -> list[str]:
    """The data of this `verdict` that linkage could not weigh, in words."""
    fields = {part for one in view.fields if one.verdict == verdict for part in PARTS.get(one.field, (one.field,))}
    names = [ALIASES.get(step.comparison, step.comparison) for step in view.steps if step.level is None]
    unweighed = [name for name in names if name in fields]
    return [step_label(name, None) if verdict == MISSING else str(FIELDS[name]) for name in unweighed]


def origin_of(side: RecordSide) -> str:
    """Where a record comes from: its sources by name, or that somebody wrote it here."""
    names = list(dict.fromkeys(name for name, _external in side.sources))
    return ", ".join(names[:2]) if names else _("Escrita a mano")
