import pytest

from lazo.kernel.jobs.step_words import step_words


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("read", "Leyendo el archivo"),
        ("clientes.csv: read", "clientes.csv: leyendo el archivo"),
        ("Dibujando la empresa", "Dibujando la empresa"),
        ("", ""),
    ],
)
def test_a_step_is_a_sentence_that_begins_with_a_capital(step: str, words: str) -> None:
    assert step_words(step) == words
