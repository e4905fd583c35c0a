import ast
import re
from pathlib import Path

import pytest

from lazo.identify.imports import readers, values
from lazo.identify.imports.readers.problem import WARNINGS, Problem, UnableToRead
from lazo.identify.imports.readers.reason import FILE_SENTENCES, ROW_SENTENCES, explain

PARAMS = {
    "name": "x.csv", "found": 3, "expected": 2, "limit": 5, "size": 9, "row": 4, "sheet": "A", "sheets": "A, B", "others": "B", "key": "z",
    "renamed": "x (2)", "place": 3,
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(FILE_SENTENCES))
def test_every_failure_of_a_file_is_explained(code):
    assert "%" not in explain(UnableToRead(code, **PARAMS))


@pytest.mark.parametrize("code", sorted(ROW_SENTENCES))
def test_every_problem_of_a_row_is_explained(code):
    assert "%" not in explain(Problem(4, "Monto", code, "abc", PARAMS))


def test_explanation_names_column_value_and_remedy():
    assert (
        explain(Problem(7, "Fecha", "no_such_day", "31/02/2024"))
        == "El día «31/02/2024» no existe en el calendario (columna Fecha). Corrige la fecha o el orden de día y mes."
    )


def test_other_packages_bring_their_own_sentences():
    assert explain(Problem(7, "", "own", "x"), also={"own": "Valor %(value)s"}) == "Valor x"


def test_every_code_that_is_raised_has_a_sentence():
    raised = set()
    for package in (readers, values):
        for path in Path(package.__file__).parent.glob("*.py"):
            raised |= set(re.findall(r'UnableToRead\(\s*"(\w+)"', path.read_text()))
    assert raised == set(FILE_SENTENCES)


def test_warnings_are_explained():
    assert set(ROW_SENTENCES) >= WARNINGS


def test_personal_values_are_not_in_the_repr():
    assert "ana@x.cl" not in repr(Problem(3, "Correo", "email_invalid", "ana@x.cl"))
    assert ast.literal_eval(repr(UnableToRead("empty_file").code)) == "empty_file"
