"""What is believed of an offer: a guess, answers, a control group; and draws that learn which offer is better."""

import numpy as np
import pytest

from lazo.analytics.decisions.belief import (
    Evidence,
    after_answers,
    after_experiment,
    draws,
    guess,
    read_belief,
    within,
)
from lazo.analytics.decisions.chance import salt_of, uniforms


def test_a_guess_counts_as_twenty_answers() -> None:
    told = guess(0.1)
    assert (told.evidence, told.mean) == (Evidence.NONE, 0.1)
    answered = after_answers(told, accepted=10, refused=10)
    assert (answered.evidence, answered.mean, answered.treated) == (Evidence.ANSWERS, pytest.approx(0.3), 20)
    assert after_answers(told, accepted=0, refused=0) is told


def test_a_control_group_of_thirty_is_read_and_one_less_is_not() -> None:
    told = guess(0.1)
    few = after_experiment(told, treated=300, wins=60, control=29, control_wins=0)
    assert few is told
    read = after_experiment(told, treated=9_000, wins=1_800, control=1_000, control_wins=100)
    assert read.evidence == Evidence.MEASURED
    assert read.mean == pytest.approx(0.1, abs=0.003)
    assert read.deviation < 0.012


def test_a_group_begins_as_everybody_and_learns_its_own() -> None:
    whole = after_experiment(guess(0.1), treated=9_000, wins=1_800, control=1_000, control_wins=100)
    assert within(whole, doubt=0.07, treated=5, wins=5, control=2, control_wins=0) is whole
    own = within(whole, doubt=0.07, treated=2_000, wins=800, control=400, control_wins=40)
    assert 0.2 < own.mean < 0.3
    assert (own.treated, own.control) == (2_000, 400)


def test_draws_have_the_mean_and_the_spread_of_the_belief() -> None:
    at = uniforms(np.arange(50_000), salt=3)
    for belief in (guess(0.2), after_experiment(guess(0.2), treated=400, wins=120, control=300, control_wins=60)):
        drawn = draws(belief, at)
        assert drawn.mean() == pytest.approx(belief.mean, abs=0.002)
        assert drawn.std() == pytest.approx(belief.deviation, rel=0.03)


def test_a_belief_survives_being_kept() -> None:
    belief = after_answers(guess(0.3), accepted=3, refused=9)
    assert read_belief(belief.as_json()) == belief


def test_chance_can_be_asked_again_and_differs_by_what_it_is_for() -> None:
    ids = np.array([1, 2, 900_000_000_000])
    first, again = uniforms(ids, salt=salt_of("a", 1)), uniforms(ids, salt=salt_of("a", 1))
    assert first.tolist() == again.tolist()
    assert (uniforms(ids, salt=salt_of("a", 2)) != first).all()
    assert uniforms(ids[::-1].copy(), salt=salt_of("a", 1)).tolist() == first[::-1].tolist()
    many = uniforms(np.arange(100_000), salt=salt_of("day", "2026-11-30"))
    assert abs(many.mean() - 0.5) < 0.005
    assert (np.bincount((many * 10).astype(int)) > 9_500).all()


def test_it_learns_which_offer_is_better_and_regret_falls() -> None:
    """Three offers of which one is better: in the last tenth hardly anybody gets a worse one."""
    truth, rng = np.array([0.05, 0.08, 0.16]), np.random.default_rng(5)
    beliefs = [guess(0.1) for _ in truth]
    regret = []
    for day in range(60):
        ids = np.arange(50) + 1_000 * day
        drawn = np.stack([draws(one, uniforms(ids, salt=salt_of(day, n))) for n, one in enumerate(beliefs)])
        chosen = drawn.argmax(axis=0)
        won = rng.random(len(ids)) < truth[chosen]
        regret.append(float((truth.max() - truth[chosen]).mean()))
        for place in range(len(truth)):
            mine = chosen == place
            accepted = int(won[mine].sum())
            beliefs[place] = after_answers(beliefs[place], accepted=accepted, refused=int(mine.sum()) - accepted)
    assert np.mean(regret[-6:]) < 0.25 * np.mean(regret[:6])
    assert int(np.argmax([one.mean for one in beliefs])) == 2
