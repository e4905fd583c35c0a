"""Rules as a person types them, in the words of the active language: the way back from `sentence`, and some common forms more."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import get_language, override

from lazo.analytics.segments.definition import AllOf, AnyOf, Node, Not
from lazo.differentiate.segments import sentence_words as words
from lazo.differentiate.segments.sentence import Speech
from lazo.differentiate.segments.typed_patterns import folded
from lazo.differentiate.segments.typed_rules import Grammar

QUOTES = re.compile(r"«([^»]*)»|“([^”]*)”|\"([^\"]*)\"")
MARK = "⟦{}⟧"
LONGEST = 2_000


class UnableToReadSentence(Exception):
    """`word` is the first that is not understood, `position` where it begins; `code` is unknown_word, or parenthesis."""

    def __init__(self, word: str, position: int, code: str = "unknown_word") -> None:
        super().__init__(code)
        self.word, self.position, self.code = word, position, code
        self.params = {"word": word}


def read_sentence(text: str, speech: Speech) -> Node:
    """The rules of a sentence in the active language. Raises UnableToReadSentence, which names the word."""
    return _Reader(text[:LONGEST], speech, Grammar.of(get_language() or "es", speech)).whole()


def read_in(text: str, speeches: Mapping[str, Speech]) -> tuple[str, Node]:
    """The rules and the first of the languages in which the sentence is understood. Raises that of the first of them."""
    failures: list[UnableToReadSentence] = []
    for language, speech in speeches.items():
        try:
            with override(language):
                return language, read_sentence(text, speech)
        except UnableToReadSentence as error:
            failures.append(error)
    raise failures[0]


class _Reader:
    def __init__(self, text: str, speech: Speech, grammar: Grammar) -> None:
        self._speech, self._grammar = speech, grammar
        self.quotes: list[str] = []
        self._raw = QUOTES.sub(self._keep, text.strip().rstrip("."))
        self._folded = folded(self._raw)
        # Small letters with their accents: the Portuguese «e» joins and «é» does not.
        self._small = "".join(one.lower() if len(one.lower()) == 1 else one for one in self._raw)

    def _keep(self, found: "re.Match[str]") -> str:
        self.quotes.append(next(one for one in found.groups() if one is not None))
        return MARK.format(len(self.quotes) - 1)

    def whole(self) -> Node:
        self._check_parentheses()
        return self._any(0, len(self._raw))

    def _check_parentheses(self) -> None:
        depth = 0
        for place, letter in enumerate(self._raw):
            depth += (letter == "(") - (letter == ")")
            if depth < 0:
                raise UnableToReadSentence(letter, place, "parenthesis")
        if depth:
            raise UnableToReadSentence("(", self._raw.index("("), "parenthesis")

    def _any(self, start: int, end: int) -> Node:
        parts = [self._all(*span) for span in self._split(start, end, str(words.OR))]
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self, start: int, end: int) -> Node:
        parts = [self._unit(*span) for span in self._split(start, end, str(words.AND))]
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _split(self, start: int, end: int, word: str) -> Iterator[tuple[int, int]]:
        """The stretches between a joining word that stands outside of parentheses."""
        joint = re.compile(rf"(?<![^\s)]){re.escape(word.lower())}(?![^\s(])")
        begin, depth, place = start, 0, start
        while place < end:
            letter = self._folded[place]
            depth += (letter == "(") - (letter == ")")
            found = joint.match(self._small, place, end) if depth == 0 else None
            if found:
                yield begin, place
                begin = place = found.end()
            else:
                place += 1
        yield begin, end

    def _unit(self, start: int, end: int) -> Node:
        start, end = self._trimmed(start, end)
        if start >= end:
            raise UnableToReadSentence(self._word_at(start), start)
        if self._folded[start] == "(" and self._closing(start) == end - 1:
            return self._any(start + 1, end - 1)
        found = self._grammar.read(self._raw[start:end], self._folded[start:end], self.quotes)
        if found is not None:
            return found
        negation = re.compile(rf"{re.escape(folded(str(words.NOT)))}\s*(?=[\s(])").match(self._folded, start, end)
        if negation:
            return Not(self._unit(negation.end(), end))
        place, word = self._grammar.stranger(self._folded[start:end])
        raise UnableToReadSentence(self._shown(self._raw[start + place : start + place + len(word)]), start + place)

    def _closing(self, start: int) -> int:
        depth = 0
        for place in range(start, len(self._folded)):
            depth += (self._folded[place] == "(") - (self._folded[place] == ")")
            if not depth:
                return place
        return -1

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self._raw[start].isspace():
            start += 1
        while end > start and self._raw[end - 1].isspace():
            end -= 1
        return start, end

    def _word_at(self, place: int) -> str:
        before = self._raw[:place].split()
        return self._shown(before[-1]) if before else ""

    def _shown(self, word: str) -> str:
        found = re.fullmatch(r"⟦(\d+)⟧", word)
        return self.quotes[int(found[1])] if found else word
