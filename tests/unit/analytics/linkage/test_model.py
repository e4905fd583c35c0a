import pytest

from lazo.analytics.linkage.model import Model, UnableToReadModel, default_model
from lazo.analytics.linkage.settings import PARTIES


def test_a_model_comes_back_from_its_text(model: Model) -> None:
    assert Model.from_json(model.to_json(), PARTIES) == model


@pytest.mark.parametrize("text", ["", "{}", '{"version": 0, "settings": "parties"}', "[]"])
def test_other_text_is_no_model(text: str) -> None:
    with pytest.raises(UnableToReadModel):
        Model.from_json(text, PARTIES)


def test_what_was_learned_tells_the_same_from_others(model: Model) -> None:
    assert 1e-5 < model.prior < 1e-2
    for name in ("given", "surnames", "birth", "emails", "phones"):
        comparison = model.comparison(name)
        assert model.weight_of(comparison, 0) > 4
        assert model.weight_of(comparison, len(comparison.levels)) < 0


def test_a_common_value_says_less_than_a_rare_one(model: Model) -> None:
    level = model.comparison("surnames").levels[2]
    shares = model.commonness["surname"].shares
    common = max(shares, key=lambda value: shares[value])
    assert (
        model.frequency_weight(level, common, common)
        < model.frequency_weight(level, "nunca visto", "nunca visto")
        == 0.0
    )


def test_the_judgement_is_a_model_of_its_own() -> None:
    judged = default_model(PARTIES, records=3)
    assert judged.provenance == "judgement"
    assert judged.prior == 0.01
