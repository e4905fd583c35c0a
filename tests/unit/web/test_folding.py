"""Words compared without accents or capitals, and shown with what was sought in them."""

import pytest

from lazo.web.folding import folded, folded_words, marked


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Gárate", "garate"), ("ÑANDÚ", "nandu"), ("Straße", "strase"), ("ﬁn", "fn"), ("日本", "日本"), ("", "")],
)
def test_folding_keeps_the_length(text: str, plain: str) -> None:
    assert folded(text) == plain
    assert len(folded(text)) == len(text)


def test_words_are_what_stands_between_signs() -> None:
    assert folded_words("Hotel «Casa» Amarilla, S.A.") == ("hotel", "casa", "amarilla", "s", "a")
    assert folded_words(" · ") == ()


def test_beginnings_of_words_are_marked_whatever_their_order_and_accents() -> None:
    assert marked("Ana María Gárate", "gara ma") == "Ana <mark>Ma</mark>ría <mark>Gára</mark>te"
    assert marked("Ana María", "ria") == "Ana María"
    assert marked("Ana", "") == "Ana"


def test_a_script_in_a_name_stays_text() -> None:
    assert marked("<b>Ana</b>", "an") == "&lt;b&gt;<mark>An</mark>a&lt;/b&gt;"
    assert marked("<i>", "i") == "&lt;<mark>i</mark>&gt;"
