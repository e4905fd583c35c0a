"""Steps by which text is brought to one form, each said once and carried out twice.

`of` is an Ibis expression for a whole column (DuckDB and Spark alike), `on` the same on one text in plain Python: what is typed into a form is
compared with what a nightly run prepared, so both must come out equal. Regular expressions keep to what the three dialects share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol


@cache
def trim() -> Any:
    """The function `trim` of both engines: spaces at the ends. Ibis' own also takes the letter v from Spark's text, for a vertical tab."""
    import ibis

    def _trim(text: str) -> str: ...  # type: ignore[empty-body]  # the engine has the body

    return ibis.udf.scalar.builtin(_trim, name="trim")


class Step(Protocol):
    """From a text to a text; never from or to null."""

    def of(self, text: Any) -> Any: ...

    def on(self, text: str) -> str: ...


@dataclass(frozen=True)
class Lower:
    """Lower case."""

    def of(self, text: Any) -> Any:
        return text.lower()

    def on(self, text: str) -> str:
        return text.lower()


@dataclass(frozen=True)
class Letters:
    """Each letter of `source` becomes the one at its place in `target`; those beyond its end go."""

    source: str
    target: str

    def of(self, text: Any) -> Any:
        return text.translate(self.source, self.target)

    def on(self, text: str) -> str:
        kept = len(self.target)
        return text.translate(str.maketrans(self.source[:kept], self.target, self.source[kept:]))


@dataclass(frozen=True)
class Instead:
    """Every `old` becomes `new`, one pair after the other."""

    pairs: tuple[tuple[str, str], ...]

    def of(self, text: Any) -> Any:
        for old, new in self.pairs:
            text = text.replace(old, new)
        return text

    def on(self, text: str) -> str:
        for old, new in self.pairs:
            text = text.replace(old, new)
        return text


@dataclass(frozen=True)
class Pattern:
    """Every place where `pattern` fits becomes `new`."""

    pattern: str
    new: str

    def of(self, text: Any) -> Any:
        return text.re_replace(self.pattern, self.new)

    def on(self, text: str) -> str:
        return re.sub(self.pattern, self.new, text)


@dataclass(frozen=True)
class Trim:
    """Without spaces at its ends."""

    def of(self, text: Any) -> Any:
        return trim()(text)

    def on(self, text: str) -> str:
        return text.strip(" ")


@dataclass(frozen=True)
class Words:
    """Whole words become what `mapping` says, other words stay; a word that becomes nothing goes."""

    mapping: Mapping[str, str] = field(hash=False)

    def of(self, text: Any) -> Any:
        # A map would be built again for every row; few texts hold such a word, and only those are taken apart.
        pairs = list(self.mapping.items())
        holds = text.re_search(f"(?:^| )(?:{'|'.join(self.mapping)})(?: |$)")
        words = text.split(" ").map(lambda word: word.cases(*pairs, else_=word))
        return holds.ifelse(words.filter(lambda word: word != "").join(" "), text)

    def on(self, text: str) -> str:
        return " ".join(word for word in (self.mapping.get(one, one) for one in text.split(" ")) if word)


@dataclass(frozen=True)
class Only:
    """Steps for the texts in which `pattern` is found; without it they would change nothing, and looking for it costs less."""

    pattern: str
    steps: tuple[Step, ...]

    def of(self, text: Any) -> Any:
        import ibis

        # The text is named thrice, and steps follow steps: only as the one value of a list it is not written out again each time.
        return ibis.array([text]).map(self._changed)[0]

    def _changed(self, text: Any) -> Any:
        changed = text
        for step in self.steps:
            changed = step.of(changed)
        return text.re_search(self.pattern).ifelse(changed, text)

    def on(self, text: str) -> str:
        if re.search(self.pattern, text):
            for step in self.steps:
                text = step.on(text)
        return text


@dataclass(frozen=True)
class Steps:
    """Several steps in their order; blank and null come out null."""

    steps: tuple[Step, ...]

    def then(self, *steps: Step) -> Steps:
        return Steps((*self.steps, *steps))

    def of(self, text: Any) -> Any:
        for step in self.steps:
            text = step.of(text)
        return text.nullif("")

    def on(self, text: str | None) -> str | None:
        if text is None:
            return None
        for step in self.steps:
            text = step.on(text)
        return text or None
