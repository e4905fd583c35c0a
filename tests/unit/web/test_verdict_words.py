"""The back-test in words."""

from datetime import date

import pytest

from lazo.analytics.verdict import Against, Doubt
from lazo.differentiate.models import ScoreRun
from lazo.web.formats import Formats
from lazo.web.queries.verdict import GroupProof, Reason, Verdict, verdict_of
from lazo.web.verdict_words import doubt_sentences, proof_chart, proof_sentence, reason_sentences, shown_sentences

COLOMBIA = Formats("es", "CO", "COP")
NBSP = "\u00a0"


@pytest.mark.parametrize("code", list(Against))
def test_every_reason_has_a_sentence(code: Against) -> None:
    written = reason_sentences(Verdict("not_reliable", (Reason(str(code), 0.5, 0.25),)), COLOMBIA)
    assert written[0] != str(code)
    assert "%(" not in written[0]


def test_every_doubt_has_a_sentence() -> None:
    codes = tuple(str(doubt) for doubt in Doubt)
    assert not set(doubt_sentences(Verdict("reliable", doubts=codes))) & set(codes)


def test_codes_of_another_version_are_shown_as_they_are() -> None:
    verdict = Verdict("not_reliable", (Reason("moon", 1, 2),), ("tide",))
    assert reason_sentences(verdict, COLOMBIA) == ["moon"]
    assert doubt_sentences(verdict) == ["tide"]


def test_a_model_that_could_not_be_fitted_foresaw_nothing() -> None:
    verdict = Verdict("not_reliable", cutoff=date(2024, 10, 31), until=date(2025, 10, 31))
    assert proof_sentence(verdict, COLOMBIA) == (
        "No se pudo ajustar el modelo con lo anterior al 31 de octubre de 2024."
    )


def test_a_time_in_which_nothing_came_has_no_bias() -> None:
    verdict = Verdict("not_reliable", cutoff=date(2024, 10, 31), until=date(2025, 10, 31), predicted=9e8, actual=0.0)
    assert f"Llegaron ${NBSP}0 (–)." in proof_sentence(verdict, COLOMBIA)


@pytest.mark.parametrize(
    ("x_from", "x_below", "words"),
    [
        (0, 1, "No habían vuelto"),
        (1, 2, "Volvieron 1 vez"),
        (2, 3, "Volvieron 2 veces"),
        (2, 4, "Volvieron de 2 a 3 veces"),
        (4, None, "Volvieron 4 veces o más"),
        (1, None, "Volvieron al menos una vez"),
    ],
)
def test_frequencies_in_words(x_from: int, x_below: int | None, words: str) -> None:
    assert f">{words}<" in proof_chart(
        Verdict("reliable", groups=(GroupProof(x_from, x_below, 5, 3.0, 4.0),)), COLOMBIA
    )


def test_without_groups_there_is_no_chart() -> None:
    assert proof_chart(Verdict("missing"), COLOMBIA) == ""


def test_the_band_of_a_total() -> None:
    assert Verdict("reliable", low_factor=0.9, high_factor=1.2).interval(1000) == (900, 1200)
    assert Verdict("reliable").interval(1000) is None


def test_what_is_shown_instead_of_the_model_is_said() -> None:
    assert shown_sentences(Verdict("reliable"), COLOMBIA) == []
    assert (
        "su total estuvo cerca"
        in shown_sentences(Verdict("not_reliable", (Reason("few_repeaters", 1, 2),)), COLOMBIA)[0]
    )
    assert "pronóstico simple" in shown_sentences(Verdict("missing", shown="naive"), COLOMBIA)[0]


def test_a_repaired_forecast_says_how_it_was_made() -> None:
    verdict = Verdict("reliable", shown="repaired", correction=0.84, shares=(0.25, 0.0, 0.75), has_break=True)
    said = " ".join(shown_sentences(verdict, COLOMBIA))
    assert "el de en medio de tres" in said
    assert "Se multiplica por 0,84" in said
    assert "el ritmo se cuenta desde entonces" in said
    assert f"según el modelo (25{NBSP}%), el periodo anterior (0{NBSP}%) y todo lo que han comprado (75{NBSP}%)" in said


def test_the_verdict_of_a_repaired_run_is_read_with_its_own_numbers() -> None:
    mix = {"model": 0.0, "window": 0.5, "past": 0.5}
    run = ScoreRun(
        back_test={
            "cutoff": "2024-10-31",
            "until": "2025-10-31",
            "is_reliable": True,
            "shown": "repaired",
            "repair": {"money": {"factor": 0.9, "mix": mix}, "purchases": {"factor": 1.0, "mix": mix}},
            "pace": {"is_break": True},
            "money": {"model": {"predicted": 1.0, "actual": 5.0}, "repaired": {"predicted": 4.0, "actual": 5.0}},
        }
    )
    found = verdict_of(run)
    assert (found.state, found.shown, found.uses_model, found.predicted) == ("reliable", "repaired", False, 4.0)
    assert (found.correction, found.shares, found.has_break) == (0.9, (0.0, 0.5, 0.5), True)
