import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.identify.imports.values.folding import fold, fold_column


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Muñoz", "munoz"),
        ("  José   María ", "jose maria"),
        ("AÇÃO", "acao"),
        ("Straße", "strasse"),
        ("Ørsted Łódź", "orsted lodz"),
        ("ﬁn", "fin"),
        ("ASCII  Only", "ascii only"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=12)))
def test_columns_fold_like_single_texts(texts):
    assert fold_column(pa.array(texts, pa.string())).to_pylist() == [
        None if one is None else fold(one) for one in texts
    ]
