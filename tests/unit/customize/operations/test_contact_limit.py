"""The company's own limits: versions with who and when, never laxer than the law, taken back."""

from typing import Any

import pytest
from world import World

from lazo.customize.models import ContactLimit
from lazo.customize.operations.contact_limit import LimitFields, UnableToLimit, end_limit, save_limit
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

BUDGET = LimitFields(kind="budget", most=4, days=30)
OFFICE = {"mon": ["09:00", "18:00"]}


def standing() -> list[tuple[str, int, int]]:
    return list(ContactLimit.objects.standing().order_by("pk").values_list("kind", "most", "days"))


def test_a_limit_is_kept_changed_and_taken_back(world: World) -> None:
    made, first = save_limit(fields=BUDGET, follows=None, by=world.diego)
    changed, second = save_limit(fields=LimitFields(kind="budget", most=2, days=30), follows=made.pk, by=world.diego)
    assert standing() == [("budget", 2, 30)]
    made.refresh_from_db()
    assert (changed.follows, made.ended_by, made.ended_at is None) == (made, world.diego, False)
    assert Event.objects.filter(kind="contact_limit.saved").count() == 2
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=first, by=world.diego)
    undo(token=second, by=world.diego)
    assert standing() == [("budget", 4, 30)]


def test_the_same_again_is_no_version(world: World) -> None:
    made, _token = save_limit(fields=BUDGET, follows=None, by=world.diego)
    assert save_limit(fields=BUDGET, follows=made.pk, by=world.diego) == (made, "")
    assert ContactLimit.objects.count() == 1


def test_a_new_limit_taken_back_ends_and_an_ended_one_comes_back(world: World) -> None:
    made, token = save_limit(fields=BUDGET, follows=None, by=world.diego)
    ended = end_limit(limit=made.pk, by=world.diego)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.diego)
    undo(token=ended, by=world.diego)
    assert standing() == [("budget", 4, 30)]
    _made, again = save_limit(fields=LimitFields(kind="gap", days=3), follows=None, by=world.diego)
    undo(token=again, by=world.diego)
    assert standing() == [("budget", 4, 30)]


def test_only_who_administers_and_only_on_what_holds(world: World) -> None:
    for refused in (
        lambda: save_limit(fields=BUDGET, follows=None, by=world.bruno),
        lambda: end_limit(limit=1, by=world.bruno),
    ):
        with pytest.raises(UnableToLimit) as found:
            refused()
        assert found.value.code == "not_allowed"
    made, token = save_limit(fields=BUDGET, follows=None, by=world.diego)
    end_limit(limit=made.pk, by=world.diego)
    with pytest.raises(UnableToLimit) as stale:
        save_limit(fields=BUDGET, follows=made.pk, by=world.diego)
    assert stale.value.code == "stale"
    with pytest.raises(UnableToUndo, match="unknown"):
        undo(token=token, by=world.bruno)


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"kind": "tope"}, {"kind": "bad_kind"}),
        ({"kind": "cap", "country": "colombia", "most": 0}, {"country": "bad_country", "most": "bad_count"}),
        ({"kind": "gap", "days": 400, "purposes": ("ventas",)}, {"days": "bad_count", "purposes": "unknown_choice"}),
        ({"kind": "hours", "channels": ("fax",)}, {"channels": "unknown_choice", "hours": "no_hours"}),
        ({"kind": "hours", "hours": {"mon": ["18:00", "09:00"]}}, {"hours": "bad_hours"}),
    ],
)
def test_what_cannot_be_is_said_by_its_field(world: World, fields: dict[str, Any], problems: dict[str, str]) -> None:
    with pytest.raises(UnableToLimit) as refused:
        save_limit(fields=LimitFields(**fields), follows=None, by=world.diego)
    assert refused.value.problems == problems
    assert not ContactLimit.objects.exists()


@pytest.mark.parametrize(
    ("fields", "is_laxer"),
    [
        # Chile lets one call or visit a week collect.
        ({"kind": "cap", "purposes": ("collections",), "channels": ("phone",), "most": 2, "days": 7}, True),
        ({"kind": "cap", "purposes": ("collections",), "channels": ("phone",), "most": 1, "days": 10}, False),
        ({"kind": "cap", "purposes": ("marketing",), "channels": ("phone",), "most": 2, "days": 7}, False),
        ({"kind": "gap", "purposes": ("collections",), "channels": ("email",), "days": 2}, True),
        ({"kind": "gap", "purposes": ("collections",), "channels": ("email",), "days": 3}, False),
        ({"kind": "hours", "purposes": ("collections",), "channels": ("phone",), "hours": OFFICE}, False),
        (
            {
                "kind": "hours",
                "purposes": ("collections",),
                "channels": ("phone",),
                "hours": {day: ["07:00", "21:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")},
            },
            True,
        ),
    ],
)
def test_what_the_law_asks_already_is_no_limit(world: World, fields: dict[str, Any], is_laxer: bool) -> None:
    said: dict[str, Any] = {"fields": LimitFields(country="CL", **fields), "follows": None, "by": world.diego}
    if is_laxer:
        with pytest.raises(UnableToLimit) as refused:
            save_limit(**said)
        assert refused.value.problems == {"kind": "law_is_stricter"}
    else:
        save_limit(**said)
    assert ContactLimit.objects.exists() is not is_laxer
