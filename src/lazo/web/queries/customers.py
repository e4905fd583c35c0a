"""What surrounds the list of customers: who can look after one, the views one has, and how many fit each."""

from collections.abc import Sequence

from django.db.models import Count, Q

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_filter import conditions
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.customer_snapshot_file import has_snapshot
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import Team, User
from lazo.kernel.prepared import Prepared

_people = Prepared(lambda: User.objects.order_by("name", "pk").values_list("pk", "name", "email"))
_active = Prepared(
    lambda: User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name", "email")
)
_teams = Prepared(lambda: Team.objects.order_by("name", "pk").values_list("pk", "name"))
_of_somebody = Prepared(
    lambda user: Team.objects.filter(memberships__user_id=user).order_by("name", "pk").values_list("pk", "name"), int
)


def owner_names() -> dict[int, str]:
    """Everybody's name by id, those who left too: a customer may still be theirs. One query."""
    return {pk: name or email for pk, name, email in _people()}


def active_people() -> list[tuple[int, str]]:
    """Who a customer can be given to, by name."""
    return [(pk, name or email) for pk, name, email in _active()]


def team_names() -> list[tuple[int, str]]:
    """The teams a customer can be given to, by name."""
    return [(pk, name) for pk, name in _teams()]


def teams_of(user: User) -> list[tuple[int, str]]:
    """The teams somebody is on, by name: with those a view can be shared."""
    return [(pk, name) for pk, name in _of_somebody(user.pk)]


def counted(*, user: User, questions: Sequence[ListQuestion]) -> list[int]:
    """How many customers that `user` may see fit each question, in their order; as fresh as the list itself."""
    rule = row_rule(user)
    if rule.nothing:
        return [0] * len(questions)
    found = [_by_snapshot(rule, question) for question in questions] if has_snapshot() else []
    numbers = [number for number in found if number is not None]
    return numbers if found and len(numbers) == len(questions) else _by_table(rule, questions)


def _by_snapshot(rule: RowRule, question: ListQuestion) -> int | None:
    from lazo.differentiate.queries.customer_pages import answer_of, overlay  # NumPy: not where nobody needs it

    answer = answer_of(rule, question)
    return None if answer is None else answer.total + overlay(answer).count()


def _by_table(rule: RowRule, questions: Sequence[ListQuestion]) -> list[int]:
    """One reading of the cards for all of them."""
    asked = {f"n{place}": _all_of(question) for place, question in enumerate(questions)}
    cards = CustomerCard.objects.filter(rule.as_q(customer="customer_id"))
    found = cards.aggregate(**{name: Count("pk", filter=condition) for name, condition in asked.items()})
    return [found[name] for name in asked]


def _all_of(question: ListQuestion) -> Q:
    held = Q(pk__isnull=False)
    for condition in conditions(question).values():
        held &= condition
    return held
