"""How the fields of a pair compare: what the table says is what the weights say."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import ContactPoint, MatchPair, Party, PartyIdentifier
from lazo.identify.queries.match_pair import PairView, pair_view
from lazo.identify.queries.pair_verdict import has_changed, levels_of, verdict_of

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("field", "seen", "levels", "verdict"),
    [
        ("emails", "near", {"emails": "different"}, "differs"),
        ("emails", "differs", {"emails": "same_name"}, "near"),
        ("emails", "near", {}, "near"),
        ("emails", "missing", {"emails": None}, "missing"),
        ("emails", "same", {"emails": "different"}, "same"),
        ("emails", "differs", {"emails": "equal"}, "differs"),
        ("documents", "differs", {"documents": None}, "untold"),
        ("name", "near", {"given": "equal", "family": "equal"}, "same"),
        ("name", "near", {"family": "equal"}, "near"),
        ("name", "differs", {"given": "different", "family": "equal"}, "near"),
        ("name", "near", {"given": "different", "family": "different"}, "differs"),
        ("name", "differs", {"family": "swapped"}, "near"),
        ("name", "near", {"company": "equal"}, "same"),
        ("birth_date", "differs", {"birth": "two_parts"}, "near"),
        ("address", "near", {"address": "different"}, "differs"),
        ("address", "near", {"address": "equal"}, "same"),
        ("legal_name", "near", {"company": "different"}, "near"),
    ],
)
def test_a_field_compares_as_linkage_found(field: str, seen: str, levels: Any, verdict: str) -> None:
    assert verdict_of(field, seen, levels) == verdict


@pytest.mark.parametrize(
    ("field", "seen", "levels", "changed"),
    [
        ("emails", "same", {"emails": "equal"}, False),
        ("emails", "same", {"emails": "different"}, True),
        ("emails", "differs", {"emails": "equal"}, True),
        ("emails", "near", {"emails": "typo"}, False),
        ("phones", "missing", {"phones": "different"}, True),
        ("phones", "missing", {"phones": None}, False),
        ("phones", "same", {}, False),
        ("city", "same", {"city": "different"}, False),
    ],
)
def test_a_key_that_came_or_went_since_is_seen(field: str, seen: str, levels: Any, changed: bool) -> None:
    assert has_changed(field, seen, levels) is changed


def test_levels_go_by_the_names_of_the_page() -> None:
    told = [
        {"comparison": "start", "level": None, "weight": -9.0},
        {"comparison": "surnames", "level": "equal", "weight": 8.0},
        {"comparison": "documents", "level": None, "weight": 0.0},
    ]
    assert levels_of(told) == {"family": "equal", "documents": None}


def compared(world: World, email: str, other: str, level: str | None, **point: Any) -> PairView:
    sides = [Party.objects.create(name=name, owner=world.ana, first_contact_on=ON) for name in ("Luz Rey", "Luz Reyes")]
    ContactPoint.objects.create(party=sides[0], kind="EMAIL", value=email, key=email)
    ContactPoint.objects.create(party=sides[1], kind="EMAIL", value=other, key=other, **point)
    for side, scheme, number in zip(sides, ("CO_CC", "CO_CE"), ("43123812", "998877"), strict=True):
        PartyIdentifier.objects.create(party=side, scheme=scheme, value=number, key=f"CO:{number}")
    told = [
        {"comparison": "emails", "level": level, "weight": -1.5},
        {"comparison": "documents", "level": None, "weight": 0.0},
    ]
    pair = MatchPair.objects.create(left=sides[0], right=sides[1], kind="SAME", probability=0.5, weight=0.0, contributions=told)  # fmt: skip
    view = pair_view(user=world.ana, pair=pair.pk, on=ON)
    assert view is not None
    return view


def verdicts(view: PairView) -> dict[str, str]:
    return {one.field: one.verdict for one in view.fields}


@pytest.mark.django_db
def test_addresses_of_much_the_same_letters_are_as_different_as_their_weight_says(world: World) -> None:
    view = compared(world, "luz.reyes@correo.example", "ruz.beyes@correo.example", "different")
    assert verdicts(view) == {"name": "near", "emails": "differs", "documents": "untold"}
    assert not view.has_changed


@pytest.mark.django_db
def test_an_address_put_right_since_is_equal_and_the_change_is_told(world: World) -> None:
    view = compared(world, "luz@correo.example", "luz@correo.example", "different")
    assert (verdicts(view)["emails"], view.has_changed) == ("same", True)


@pytest.mark.django_db
def test_an_address_known_to_be_another_s_is_not_compared(world: World) -> None:
    view = compared(world, "luz@correo.example", "luz@correo.example", None, health="DEAD", health_why="WRONG_PERSON")
    assert (verdicts(view)["emails"], view.has_changed) == ("missing", False)
