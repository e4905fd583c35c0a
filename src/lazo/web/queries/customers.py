"""What surrounds the list of customers: who can look after one, the views one has, and how many fit each."""

from collections.abc import Iterable

from django.db.models import Count, Q

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_filter import conditions
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.access import row_rule
from lazo.kernel.models import Team, User


def owner_names() -> dict[int, str]:
    """Everybody's name by id, those who left too: a customer may still be theirs. One query."""
    return {
        pk: name or email for pk, name, email in User.objects.order_by("name", "pk").values_list("pk", "name", "email")
    }


def active_people() -> list[tuple[int, str]]:
    """Who a customer can be given to, by name."""
    people = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name", "email")
    return [(pk, name or email) for pk, name, email in people]


def team_names() -> list[tuple[int, str]]:
    """The teams a customer can be given to, by name."""
    return list(Team.objects.order_by("name", "pk").values_list("pk", "name"))


def counted(*, user: User, questions: Iterable[ListQuestion]) -> list[int]:
    """How many customers that `user` may see fit each question, in their order. One reading of the cards for all of them."""
    asked = {f"n{place}": _all_of(question) for place, question in enumerate(questions)}
    rule = row_rule(user)
    if rule.nothing or not asked:
        return [0] * len(asked)
    cards = CustomerCard.objects.filter(rule.as_q(customer="customer_id"))
    found = cards.aggregate(**{name: Count("pk", filter=condition) for name, condition in asked.items()})
    return [found[name] for name in asked]


def _all_of(question: ListQuestion) -> Q:
    held = Q(pk__isnull=False)
    for condition in conditions(question).values():
        held &= condition
    return held
