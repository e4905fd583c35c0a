"""A definition becomes a form and the form says the same again; half a rule is told and left out."""

from dataclasses import replace
from typing import Any

import pytest
from engines.segment_data import VOCABULARY
from engines.segment_rules import trees
from hypothesis import given, settings

from lazo.analytics.segments.definition import AllOf, AnyOf, FieldCondition, Known, Node, Not, OneOf, TraitCondition
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.writing import as_json
from lazo.web.formats import Formats
from lazo.web.segment_builder.definition import said_by
from lazo.web.segment_builder.draft import (
    ALL,
    ANY,
    NONE,
    DraftGroup,
    DraftRule,
    add_group,
    add_rule,
    read_draft,
    remove_part,
    written,
)
from lazo.web.segment_builder.reading import draft_of
from lazo.web.segment_builder.subjects import Choices, Subject, subjects

FORMATS = Formats(language="es", country="CO", currency="COP")


class Trait:
    """Of a definition only what the builder names."""

    def __init__(self, key: str) -> None:
        self.key, self.name = key, key.title()


KNOWN: dict[str, Subject] = subjects(
    VOCABULARY,
    [Trait(key) for key in VOCABULARY.traits],  # type: ignore[misc]  # a name and a key are all it reads
    Choices({"tier": (("MVC", "Mayor valor"),)}, (("lista", "Lista"), ("otro", "Otro"))),
)


def plain(node: Node) -> Node:
    """A tree without what changes nothing: groups of one part, and the list inside a denial."""
    match node:
        case AllOf((only,)) | AnyOf((only,)):
            return plain(only)
        case AllOf(parts):
            return AllOf(tuple(plain(part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(plain(part) for part in parts))
        case Not(part):
            return Not(plain(part))
        case FieldCondition(test=OneOf(values)) | TraitCondition(test=OneOf(values)) if set(values) == {
            True,
            False,
        } and (all(isinstance(one, bool) for one in values)):
            return replace(node, test=Known(True))
    return node


def as_form(root: DraftGroup) -> dict[str, list[str]]:
    """What a browser would send."""
    sent: dict[str, list[str]] = {}
    for path, part in root.walk():
        end = written(path)
        if isinstance(part, DraftGroup):
            sent[f"how:{end}"] = [part.how]
        else:
            sent |= {f"what:{end}": [part.subject], **{f"{name}:{end}": list(told) for name, told in part.told.items()}}
    return sent


@settings(max_examples=300, deadline=None)
@given(data=trees)
def test_what_is_read_into_the_form_is_what_it_says(data: Any) -> None:
    tree = parse(data, VOCABULARY)
    draft = draft_of(as_json(tree), KNOWN, FORMATS)
    said = said_by(read_draft(as_form(draft)), KNOWN, FORMATS)

    assert said.problems == {}
    assert plain(parse(said.definition, VOCABULARY)) == plain(tree)


def rule(subject: str, **told: str | tuple[str, ...]) -> DraftRule:
    return DraftRule(subject, {name: (one,) if isinstance(one, str) else one for name, one in told.items()})


def test_a_rule_without_its_value_is_told_and_the_others_count() -> None:
    root = DraftGroup(
        ALL,
        [
            DraftRule(),
            rule("field:age", op="at_least"),
            DraftGroup(ANY, [rule("field:age", op="at_least", low="treinta"), rule("field:city", value="Cali")]),
        ],
    )
    said = said_by(root, KNOWN, FORMATS)
    assert said.definition == {"all": [{"any": [{"field": "city", "in": ["Cali"]}]}]}
    assert said.problems == {(0, 1): "missing", (0, 2, 0): "not_a_number"}
    assert said.places["all[0].any[0]"] == (0, 2, 1)
    assert said.place_of("all[0].any[0].in[0]") == (0, 2, 1)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (rule("field:value_12m", op="between", low="$ 1.500", high="2 M"), {"field": "value_12m", "at_least": 150_000, "at_most": 200_000_000}),
        (rule("field:place", op="at_most", high="25 %"), {"field": "place", "at_most": 0.25}),
        (rule("field:created", op="dates", **{"from": "2026-01-01"}, until="2026-01-31"), {"field": "created", "period": {"from": "2026-01-01", "before": "2026-02-01"}}),
        (rule("fact:purchases:count", op="at_least", low="2", period="last_days", days="60", categories='Café, "Té, verde"'), {"purchases": {"at_least": 2, "period": {"last_days": 60}, "categories": ["Café", "Té, verde"]}}),
        (rule("field:age", op="between", low="40", high="30"), "upside_down"),
        (rule("field:created", op="dates"), "missing"),
        (rule("field:created", op="dates", until="31/12/2026"), "not_a_day"),
        (rule("field:created", op="last_days", days="0"), "not_a_number"),
    ],
)  # fmt: skip
def test_what_people_write(one: DraftRule, expected: Any) -> None:
    said = said_by(DraftGroup(ALL, [one]), KNOWN, FORMATS)
    assert (said.problems.get((0, 0)) or said.definition) == (
        expected if isinstance(expected, str) else {"all": [expected]}
    )


def test_a_denied_group_of_several_parts_denies_each() -> None:
    root = DraftGroup(NONE, [rule("field:city", value="Cali"), rule("field:age", op="unknown")])
    said = said_by(root, KNOWN, FORMATS)
    assert said.definition == {"not": {"any": [{"field": "city", "in": ["Cali"]}, {"field": "age", "known": False}]}}
    assert said.places["not.any[1]"] == (0, 1)


def test_buttons_add_and_take_away() -> None:
    root = DraftGroup(ALL, [DraftRule("field:age")])
    add_group(root, (0,), NONE)
    add_rule(root, (0, 1))
    add_rule(root, (0, 7))
    assert [written(path) for path, _ in root.walk()] == ["0", "0.0", "0.1", "0.1.0", "0.1.1"]
    remove_part(root, (0, 1, 0))
    remove_part(root, (0, 1, 0))
    assert [written(path) for path, _ in root.walk()] == ["0", "0.0"]
    remove_part(root, (0,))
    assert [written(path) for path, _ in root.walk()] == ["0", "0.0"]
    for _ in range(60):
        add_rule(root, (0,))
    assert len(root.parts) == 49


def test_a_form_that_is_no_form_of_ours_is_read_as_far_as_it_goes() -> None:
    root = read_draft(
        {
            "how:0": ["nonsense"],
            "what:0.5": ["field:age"],
            "what:1.1": ["x"],
            "low:0.5": ["3"],
            "z:x": [],
            "what:0.9.1": ["y"],
        }
    )
    assert root == DraftGroup(ALL, [DraftRule("field:age", {"low": ("3",)})])
