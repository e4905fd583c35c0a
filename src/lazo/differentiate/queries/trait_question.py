"""What a question asks of traits: by trait, values that are alternatives and conditions that all hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from lazo.differentiate.queries.customer_question import TRAIT

Asked = tuple[str, str, str]
"""Key of the trait, an operator of `OPERATORS`, and the value as an address writes it."""


@dataclass(frozen=True)
class TraitQuestion:
    """`values` are alternatives: a customer has one value that holds; `rest` are (operator, value) that all hold."""

    key: str
    values: tuple[str, ...]
    rest: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What the condition is called among those of other fields."""
        return f"{TRAIT}{self.key}"


def trait_questions(asked: Iterable[Asked]) -> list[TraitQuestion]:
    """The conditions by trait, in the order of the address."""
    by_key: dict[str, list[tuple[str, str]]] = {}
    for key, how, value in asked:
        by_key.setdefault(key, []).append((how, value))
    return [
        TraitQuestion(
            key,
            tuple(dict.fromkeys(value for how, value in told if how == "is")),
            tuple(dict.fromkeys((how, value) for how, value in told if how != "is")),
        )
        for key, told in by_key.items()
    ]
