import pytest

from lazo.cli.messages import describe


class UnableToImport(Exception):
    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


class UnableToAssignRole(LookupError):
    pass


class UnableToDoIt(Exception):
    params = {"row": 7, "columns": ["a", "b"]}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            UnableToImport("another_running", "x", batch=3),
            "El lote 3 no ha terminado: repite su orden para que termine.",
        ),
        (UnableToImport("other", "Una frase propia.", row=3), "Una frase propia. (row=3)"),
        (UnableToAssignRole("king"), "No hay un rol «king». Míralos con «lazo user roles»."),
        (UnableToDoIt("no se puede"), "no se puede (row=7, columns=a, b)"),
        (UnableToDoIt(), "UnableToDoIt (row=7, columns=a, b)"),
    ],
)
def test_a_failure_is_one_sentence(error: Exception, sentence: str) -> None:
    assert describe(error) == f"Error: {sentence}"
