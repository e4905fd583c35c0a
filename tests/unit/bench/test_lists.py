"""The comparison of lists takes the dearest question of each kind."""

from lazo.bench.comparisons.lists import LISTS, _readings
from lazo.bench.main import COMPARISONS

ROUND = {
    "own": {
        "sorts": {"name": 5.0, "-risk": 9.0},
        "filters": {"todo": 41.0},
        "facets": {"todo": 30.0},
        "own": {"orden -cupo": 12.0},
        "own_facets": {"todo": 20.0},
        "search": {"mar": 12.0, "gar": 11.0},
        "typing": {"mar": 14.0, "gar": 20.5},
        "next_page": 4.0,
        "neighbours": 3.0,
    }
}


def test_the_dearest_question_stands_for_its_kind() -> None:
    told = {reading.label: (reading.value, reading.is_met) for reading in _readings("own", [ROUND])}
    assert told["lista, la columna más cara (-risk), quien ve una fila de cada mil"] == (9.0, True)
    assert told["lista, el filtro más caro (todo), quien ve una fila de cada mil"] == (41.0, False)
    assert told["escribir en la lista, el texto más caro (gar), quien ve una fila de cada mil"] == (20.5, False)
    assert len(told) == 9


def test_it_is_one_of_the_comparisons() -> None:
    assert COMPARISONS["lists"] is LISTS
