"""Whom an action is for: the customers that are marked, or everybody who fits the list."""

from dataclasses import dataclass

from django.http import QueryDict

from lazo.differentiate.queries.customer_question import ListQuestion

MARKED, EVERYBODY = "cliente", "todos"
MOST_MARKED = 1_000


@dataclass(frozen=True)
class Batch:
    """`customers` null: everybody who fits `question`; else those of them."""

    question: ListQuestion
    customers: tuple[int, ...] | None

    @property
    def is_anybody(self) -> bool:
        return self.customers is None or bool(self.customers)


def read_batch(post: QueryDict, question: ListQuestion) -> Batch:
    """What the form marks; who is marked counts although the list has changed meanwhile, so its filters are left out."""
    if post.get(EVERYBODY):
        return Batch(question, None)
    marked = post.getlist(MARKED)[:MOST_MARKED]
    numbers = (int(one) for one in marked if one.isascii() and one.isdecimal() and len(one) < 19)
    return Batch(ListQuestion(), tuple(dict.fromkeys(numbers)))
