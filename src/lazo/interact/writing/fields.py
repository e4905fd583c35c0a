"""Merge fields: `{{ nombre | "cliente" }}` is a name and, where a customer has none, the words instead."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

FIELD = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
INSIDE = re.compile(
    r"""\s*(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_-]*)?)\s*"""
    r"""(?:\|\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|“(?P<curly>[^”]*)”|«(?P<angled>[^»]*)»|&quot;(?P<entity>.*?)&quot;)\s*)?\Z"""
)
LEFT_OPEN = re.compile(r"\{\{|\}\}")
Escape = Callable[[str], str]


class UnableToReadFields(ValueError):
    """Something between braces is no merge field. `said` is the text itself."""

    def __init__(self, said: str) -> None:
        super().__init__("merge field")
        self.said = said


@dataclass(frozen=True, slots=True)
class MergeField:
    """`fallback` null: nothing stands in, so a customer without it cannot get the message."""

    name: str
    fallback: str | None = None


def same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Pattern:
    """A text with its fields taken out: words and fields alternate, words first and last."""

    words: tuple[str, ...]
    fields: tuple[MergeField, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)

    @cached_property
    def demanded(self) -> frozenset[str]:
        """The fields for which nothing stands in."""
        return frozenset(field.name for field in self.fields if field.fallback is None)

    def fill(self, values: Mapping[str, str], escape: Escape = same) -> str:
        """The text for one customer; a field without value and without words instead is left out."""
        if not self.fields:
            return self.words[0]
        parts = [self.words[0]]
        for field, words in zip(self.fields, self.words[1:], strict=True):
            parts.append(escape(values.get(field.name) or field.fallback or ""))
            parts.append(words)
        return "".join(parts)

    def mapped(self, change: Callable[[str], str]) -> "Pattern":
        """The same with the words changed, which must not depend on what stands beside them."""
        return Pattern(tuple(change(words) for words in self.words), self.fields)


def read_fields(text: str) -> Pattern:
    """The pattern of a text. Raises UnableToReadFields for braces that are no field."""
    words: list[str] = []
    fields: list[MergeField] = []
    at = 0
    for found in FIELD.finditer(text):
        words.append(_plain(text[at : found.start()]))
        fields.append(_field(found))
        at = found.end()
    words.append(_plain(text[at:]))
    return Pattern(tuple(words), tuple(fields))


def read_marked(text: str, fields: Sequence[MergeField], mark: "re.Pattern[str]") -> Pattern:
    """The pattern of a text in which `mark`, with the place of a field as its first group, stands where fields were."""
    words: list[str] = []
    found_fields: list[MergeField] = []
    at = 0
    for found in mark.finditer(text):
        words.append(text[at : found.start()])
        found_fields.append(fields[int(found[1])])
        at = found.end()
    return Pattern((*words, text[at:]), tuple(found_fields))


def _plain(text: str) -> str:
    wrong = LEFT_OPEN.search(text)
    if wrong:
        raise UnableToReadFields(text[wrong.start() : wrong.start() + 40])
    return text


def _field(found: "re.Match[str]") -> MergeField:
    inside = INSIDE.match(found["inside"])
    if inside is None:
        raise UnableToReadFields(found[0][:60])
    said = (inside[name] for name in ("double", "single", "curly", "angled", "entity"))
    return MergeField(inside["name"], next((one for one in said if one is not None), None))
