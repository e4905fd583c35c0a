"""What sentences of segments call things: names of people, teams, segments, traits and countries in one language."""

from collections.abc import Iterable

from babel import Locale
from django.utils.translation import get_language, override

from lazo.analytics.segments.definition import Node
from lazo.differentiate.models import Segment
from lazo.differentiate.segments.rules import vocabulary
from lazo.differentiate.segments.sentence import Speech, sentence
from lazo.differentiate.segments.typed import read_in
from lazo.differentiate.segments.typed_patterns import folded
from lazo.identify.models import TraitDefinition
from lazo.kernel.models import Company, Team, User
from lazo.kernel.money.currency import digits_of

LANGUAGES = ("es", "en", "pt-br")


def speech(language: str = "") -> Speech:
    """The words of a language (blank: the active one). Seven small queries, whatever is said with them."""
    spoken = language or get_language() or "es"
    company = Company.objects.first()
    locale = Locale.parse(spoken.replace("-", "_"), sep="_") if spoken != "pt-br" else Locale("pt", "BR")
    countries = {code: str(name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()}
    return Speech(
        vocabulary=vocabulary(),
        digits=digits_of(company.currency) if company else 2,
        countries=countries,
        owners=dict(User.objects.values_list("pk", "name")),
        teams=dict(Team.objects.values_list("pk", "name")),
        segments=_told_apart(Segment.objects.live().order_by("pk").values_list("key", "name")),
        traits=_told_apart(TraitDefinition.objects.order_by("pk").values_list("key", "name")),
    )


def _told_apart(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names by key; of two alike the second is called by its key."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for key, name in rows:
        found[key] = key if folded(name) in seen else name
        seen.add(folded(name))
    return found


def spoken(node: Node | None, words: Speech | None = None) -> str:
    """The rules as a sentence in the active language; blank without any."""
    return "" if node is None else sentence(node, words or speech())


def read_typed(text: str, language: str = "") -> tuple[str, Node]:
    """The rules that somebody typed, and the language they were understood in: that one, else the active one first, then the others.

    Raises UnableToReadSentence, which names the word.
    """
    first = language or get_language() or "es"
    order = [first] if language else [first, *(one for one in LANGUAGES if one != first)]
    speeches = {}
    for one in order:
        with override(one):
            speeches[one] = speech(one)
    return read_in(text, speeches)
