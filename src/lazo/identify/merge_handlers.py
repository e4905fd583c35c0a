"""Things of which a customer may have only one: the package that keeps them says what becomes of them when two customers are found to be one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Regrouping:
    """Two customers and the records of each: `customer` keeps its number when they are one, `party` has its own again when they are two.

    `family` are the records of `customer` without those of `others`, which belong to `party`.
    """

    merge: int
    customer: int
    party: int
    family: tuple[int, ...]
    others: tuple[int, ...]


Handler = Callable[[Sequence[Regrouping]], None]
Conflict = Callable[[Sequence[int], Sequence[int]], str]


@dataclass(frozen=True)
class MergeHandler:
    """`joined` runs in the transaction that makes two customers one, `parted` in the one that makes them two again; a run tells of many at once,
    in their order.

    `parted` has to find what `joined` left: `merge` is the number of the merge for both. What cannot be one is not merged but told: `conflict`
    answers of two families with a code, blank when there is none, before anybody decides.
    """

    joined: Handler = lambda _regroupings: None
    parted: Handler = lambda _regroupings: None
    conflict: Conflict = lambda _family, _others: ""


_handlers: dict[str, MergeHandler] = {}


def register_merge_handler(name: str, handler: MergeHandler) -> None:
    """Say what becomes of `name`, such as an account of points; registering again replaces it."""
    _handlers[name] = handler


def handlers() -> list[MergeHandler]:
    return [_handlers[name] for name in sorted(_handlers)]


def handler_names() -> list[str]:
    return sorted(_handlers)


def conflicts(family: Sequence[int], others: Sequence[int]) -> list[str]:
    """What of two families cannot be one, as codes of whoever registered it."""
    found = (handler.conflict(family, others) for handler in handlers())
    return [code for code in found if code]
