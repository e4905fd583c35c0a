"""What is said of rules in each language is read back as the same rules; what people type is understood, or the word is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from engines.segment_data import VOCABULARY
from engines.segment_rules import Json, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.writing import as_json
from lazo.differentiate.segments.sentence import Speech, sentence
from lazo.differentiate.segments.typed import UnableToReadSentence, read_in, read_sentence

COUNTRIES = {
    "es": {"MX": "México", "CO": "Colombia", "CL": "Chile"},
    "en": {"MX": "Mexico", "CO": "Colombia", "CL": "Chile"},
    "pt-br": {"MX": "México", "CO": "Colômbia", "CL": "Chile"},
}


def speech(language: str) -> Speech:
    return Speech(
        VOCABULARY,
        digits=2,
        countries=COUNTRIES[language],
        owners={1: "Ana y Bruno", 2: "Carla (sur)"},
        segments={"lista": "Feria y fiestas", "otro": "Otro"},
        traits={"canal": "Canal de venta", "cupo": "Cupo"},
    )


named = st.sampled_from([{"segment": "lista"}, {"segment": "otro"}])
groups: st.SearchStrategy[Json] = st.recursive(
    st.one_of(rules, rules, named),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("language", ["es", "en", "pt-br"])
@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=groups)
def test_a_sentence_is_read_back(language: str, data: Json) -> None:
    words = speech(language)
    tree = parse(data, VOCABULARY)
    with override(language):
        said = sentence(tree, words)

        assert read_sentence(said, words) == tree, said


SAID: list[tuple[str, str, Any]] = [
    (
        "es",
        "Más de 2 compras y en México y creado el año pasado.",
        {
            "all": [
                {"purchases": {"at_least": 3}},
                {"field": "country", "in": ["MX"]},
                {"field": "created", "period": {"calendar": "last_year"}},
            ]
        },
    ),
    (
        "es",
        "compró en los últimos 30 días o (país es mexico, Colombia y no compró de la categoría «té»)",
        {
            "any": [
                {"purchases": {"at_least": 1, "period": {"last_days": 30}}},
                {
                    "all": [
                        {"field": "country", "in": ["MX", "CO"]},
                        {"not": {"purchases": {"at_least": 1, "categories": ["té"]}}},
                    ]
                },
            ]
        },
    ),
    ("es", "valor de vida es al menos 1500,50", {"field": "clv", "at_least": 150050}),
    ("es", "no compra desde hace 90 días", {"purchases": {"measure": "last", "period": {"more_than_days_ago": 90}}}),
    ("en", "country is Mexico and bought more than 2 times in the last 90 days", {
        "all": [{"field": "country", "in": ["MX"]}, {"purchases": {"at_least": 3, "period": {"last_days": 90}}}]
    }),
    ("pt-br", "país é México e área é Reter", {
        "all": [{"field": "country", "in": ["MX"]}, {"field": "area", "in": ["RETAIN"]}]
    }),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_common_forms_are_understood(language: str, text: str, expected: Any) -> None:
    with override(language):
        found = as_json(read_sentence(text, speech(language)))

    assert found == as_json(parse(expected, VOCABULARY))


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("país es México y zapatea mucho", "zapatea", "unknown_word"),
        ("compró ayer", "ayer", "unknown_word"),
        ("(país es México", "(", "parenthesis"),
        ("área es «Marte»", "área", "unknown_word"),
    ],
)
def test_the_word_that_is_not_understood_is_named(text: str, word: str, code: str) -> None:
    with override("es"), pytest.raises(UnableToReadSentence) as refused:
        read_sentence(text, speech("es"))

    assert (refused.value.word, refused.value.code) == (word, code)


def test_another_language_is_tried() -> None:
    speeches = {language: speech(language) for language in ("es", "en", "pt-br")}

    language, tree = read_in("bought at least 2 times this year", speeches)

    assert (language, as_json(tree)) == ("en", {"purchases": {"at_least": 2, "period": {"calendar": "this_year"}}})


def test_a_sentence_reads_as_people_write() -> None:
    tree = parse(
        {"all": [{"field": "country", "in": ["MX"]}, {"purchases": {"at_least": 3, "period": {"last_days": 365}}}]},
        VOCABULARY,
    )
    said = {}
    for language in ("es", "en", "pt-br"):
        with override(language):
            said[language] = sentence(tree, speech(language))

    assert said == {
        "es": "país es «México» y compró al menos 3 veces en los últimos 365 días",
        "en": "country is «Mexico» and bought at least 3 times in the last 365 days",
        "pt-br": "país é «México» e comprou no mínimo 3 vezes nos últimos 365 dias",
    }
