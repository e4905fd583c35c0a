"""What a request says of a segment that is being written, and the page that answers it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from lazo.analytics.segments.parsing import UnableToParseSegment
from lazo.analytics.segments.writing import as_json
from lazo.differentiate.models import Segment
from lazo.differentiate.queries.segment_speech import read_typed
from lazo.differentiate.queries.segments import found_segment
from lazo.differentiate.segments.problem_words import problem_sentence
from lazo.differentiate.segments.rules import read_kept
from lazo.differentiate.segments.typed import UnableToReadSentence
from lazo.kernel.models import User
from lazo.web.context import company_of, formats_for
from lazo.web.formats import Formats
from lazo.web.reader import reader
from lazo.web.segment_builder.company_words import Spoken, spoken
from lazo.web.segment_builder.definition import said_by
from lazo.web.segment_builder.draft import (
    ALL,
    ANY,
    NONE,
    ROOT,
    DraftGroup,
    DraftRule,
    Path,
    add_group,
    add_rule,
    read_draft,
    read_path,
    remove_part,
)
from lazo.web.segment_builder.page import builder, subject_groups
from lazo.web.segment_builder.pictures import rules_of_best, rules_of_cells
from lazo.web.segment_builder.reading import draft_of
from lazo.web.segment_page import numbers_context

LONGEST_RULES = 20_000
TYPED = "frase"
DEEDS: dict[str, Callable[[DraftGroup, Path], None]] = {
    "regla": add_rule,
    "alguna": lambda root, path: add_group(root, path, ANY),
    "todas": lambda root, path: add_group(root, path, ALL),
    "ninguna": lambda root, path: add_group(root, path, NONE),
    "quitar": remove_part,
}
"""What a button of the form does, by the word before the path in its value."""


@dataclass
class SegmentForm:
    """`definition` is null and `problem` says why where the form cannot be saved as it is; `version` is the one that is edited."""

    draft: DraftGroup
    spoken: Spoken
    name: str = ""
    description: str = ""
    version: int = 0
    definition: dict[str, Any] | None = None
    problem: str = ""
    is_broken: bool = False
    """What was saved speaks of what is no more: only its name is left."""
    typed: str = ""
    typed_problem: str = ""
    """What was typed as a sentence and is not understood: it stays in its field, and the rules stay as they were."""


def asked(request: HttpRequest) -> SegmentForm:
    """The form as it was sent, with what its button does done."""
    data, formats = request.POST, formats_for(company_of(request))
    draft = read_draft({name: data.getlist(name) for name in data})
    verb, _, end = data.get("hacer", "").partition(":")
    path = read_path(end) if end else None
    known, version = spoken(locale=formats.words, but=data.get("clave", "")), data.get("version", "")
    typed, trouble = "", ""
    if verb in DEEDS and path is not None:
        DEEDS[verb](draft, path)
    elif verb == TYPED:
        typed = data.get("frase", "").strip()
        draft, trouble = _typed(typed, draft, known, formats)
    said = said_by(draft, known.subjects, formats)
    problem = "unfinished" if said.problems else "no_rules" if said.definition is None else ""
    return SegmentForm(
        draft,
        known,
        name=data.get("nombre", "").strip(),
        description=data.get("descripcion", "").strip(),
        version=int(version) if version.isdecimal() else 0,
        definition=said.definition,
        problem=problem,
        typed=typed if trouble else "",
        typed_problem=trouble,
    )


def _typed(text: str, draft: DraftGroup, known: Spoken, formats: Formats) -> tuple[DraftGroup, str]:
    """The draft of a sentence; what there was and what is wrong where it is not understood."""
    if not text:
        return draft, ""
    try:
        _language, tree = read_typed(text)
    except (UnableToReadSentence, UnableToParseSegment) as error:
        return draft, problem_sentence(error.code, dict(error.params))
    return draft_of(as_json(tree), known.subjects, formats), ""


def begun(request: HttpRequest, held: Segment | None = None) -> SegmentForm:
    """The form before anything was written: of a saved segment, of a copy, of rules in the address, or with one blank rule."""
    formats = formats_for(company_of(request))
    known = spoken(locale=formats.words, but=held.key if held else "")
    origin = held or found_segment(request.GET.get("de", ""))
    definition = origin.definition if origin is not None else _in_address(request)
    is_whole = bool(definition) and read_kept(definition, known.vocabulary) is not None
    draft = draft_of(definition, known.subjects, formats) if is_whole else DraftGroup(ALL, [DraftRule()])
    return SegmentForm(
        draft,
        known,
        name=held.name if held else "",
        description=origin.description if origin else "",
        version=held.version if held else 0,
        is_broken=held is not None and not is_whole,
    )


def _in_address(request: HttpRequest) -> dict[str, Any]:
    """What a segment begins with: cells of the map (`celdas`), a point of the curve (`mejores`), or rules as JSON (`reglas`)."""
    if "celdas" in request.GET:
        return rules_of_cells(request.GET["celdas"])
    if "mejores" in request.GET:
        return rules_of_best(request.GET["mejores"], user=reader(request))
    text = request.GET.get("reglas", "")
    if not text or len(text) > LONGEST_RULES:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def whole_page(form: SegmentForm, held: Segment | None, *, user: User, formats: Formats) -> dict[str, Any]:
    """The context of the builder, its rules counted for whoever looks."""
    built = builder(form.draft, form.spoken, user=user, formats=formats, segment=held)
    return {
        "form": form,
        "segment": held,
        "root": built.root,
        "root_path": ROOT,
        "is_cold": built.is_cold,
        "is_descriptive": built.is_descriptive,
        "unfinished": built.problems,
        "subject_groups": subject_groups(form.spoken),
        "is_full": form.draft.is_full,
        "sentence": built.sentence,
        **numbers_context(built.numbers, user=user),
    }
