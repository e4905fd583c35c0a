"""From JSON to the tree of a segment, with errors that say where: «all[2].any[0].in: unknown_choice»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lazo.analytics.segments import parsing_conditions as conditions
from lazo.analytics.segments.definition import AllOf, AnyOf, InSegment, Node, Not
from lazo.analytics.segments.parsing_values import Reader, UnableToParseSegment
from lazo.analytics.segments.vocabulary import Vocabulary

MOST_DEPTH = 8
MOST_NODES = 100
GROUPS = ("all", "any", "not", "segment")

__all__ = ["MOST_DEPTH", "MOST_NODES", "UnableToParseSegment", "parse"]


def parse(data: Any, vocabulary: Vocabulary) -> Node:
    """The tree of a definition. Raises UnableToParseSegment with the path, a code and what the sentence of it needs.

    At most MOST_DEPTH groups lie inside each other and a tree has at most MOST_NODES groups and conditions.
    """
    return _Parser(vocabulary).node(data, "", depth=1)


class _Parser:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._nodes = 0

    def node(self, data: Any, path: str, *, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise UnableToParseSegment(path, "too_many", limit=MOST_NODES)
        if depth > MOST_DEPTH:
            raise UnableToParseSegment(path, "too_deep", limit=MOST_DEPTH)
        reader = Reader.of(data, path)
        for name in GROUPS:
            if name in reader.data:
                reader.only(name)
                return self._group(name, reader, depth)
        return self._condition(reader)

    def _group(self, name: str, reader: Reader, depth: int) -> Node:
        if name == "segment":
            return self._nested(reader)
        if name == "not":
            return Not(self.node(reader.data["not"], reader.at("not"), depth=depth + 1))
        parts = reader.list(name)
        nodes = tuple(
            self.node(part, f"{reader.at(name)}[{place}]", depth=depth + 1) for place, part in enumerate(parts)
        )
        return AllOf(nodes) if name == "all" else AnyOf(nodes)

    def _nested(self, reader: Reader) -> InSegment:
        key = reader.text("segment")
        known = self._vocabulary.segments
        if known is not None and key not in known:
            raise UnableToParseSegment(reader.at("segment"), "unknown_segment", word=key)
        return InSegment(key)

    def _condition(self, reader: Reader) -> Node:
        for name, read in _READERS.items():
            if name in reader.data:
                return read(reader, self._vocabulary)
        for key, family in self._vocabulary.families.items():
            if key in reader.data:
                reader.only(key)
                return conditions.fact(reader.inside(key), family)
        raise UnableToParseSegment(reader.path, "no_condition", word=", ".join(sorted(reader.data)) or "{}")


_READERS: Mapping[str, Callable[[Reader, Vocabulary], Node]] = {
    "field": conditions.of_field,
    "trait": conditions.of_trait,
    "sequence": conditions.sequence,
    "relation": conditions.relation,
    "movement": conditions.movement,
    "consent": conditions.consent,
}
