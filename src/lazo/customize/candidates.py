"""The registry of candidates: packages say at start-up what they can propose, to whom, and what a success is worth.

A maker is asked on every decision, for everybody at once or for one customer; to do nothing is always a candidate, worth 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lazo.customize.models import Offer

if TYPE_CHECKING:
    from lazo.customize.facts import Facts, Ints, Mask

Maker = Callable[["Facts", Offer], "Candidate | None"]
"""Of an offer: its customers and what a success with each is worth; null when what it reads is not there today."""


@dataclass(frozen=True)
class Candidate:
    """`eligible` and `margin` (base minor units of one success) have an element per customer of the facts."""

    offer: Offer
    eligible: "Mask"
    margin: "Ints"


@dataclass(frozen=True)
class Standard:
    """An offer that a package brings along: it is written once, and then the company's to change or to throw away."""

    name: str
    what: str
    kind: str
    area: str
    purpose: str
    channels: tuple[str, ...]
    guess: float
    margin_share: float
    more: dict[str, Any] = field(default_factory=dict)
    needs: Callable[[], bool] = lambda: True
    """Whether there are data for it; until then the offer is not written."""


@dataclass(frozen=True)
class _Registered:
    maker: Maker
    standard: Standard | None


_makers: dict[str, _Registered] = {}


def register_candidates(name: str, maker: Maker, *, standard: Standard | None = None) -> None:
    """Say who finds the customers of offers whose `maker` is `name`; `standard` is the offer there is of it from the beginning.

    Called from the package's `ready()`; registering again replaces.
    """
    _makers[name] = _Registered(maker, standard)


def standards() -> dict[str, Standard]:
    """The offers that packages bring along, by maker."""
    return {name: one.standard for name, one in sorted(_makers.items()) if one.standard is not None}


def candidates_of(facts: "Facts", offers: Sequence[Offer]) -> list[Candidate]:
    """What can be proposed of these offers, in their order; an offer whose maker is gone proposes nothing."""
    found = []
    for offer in offers:
        known = _makers.get(offer.maker)
        made = known.maker(facts, offer) if known else None
        if made is not None:
            found.append(made)
    return found
