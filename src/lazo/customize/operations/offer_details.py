"""What an offer says, and whether it makes sense."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.writing import as_json
from lazo.customize.models import Offer
from lazo.customize.models.experiment import BOUGHT, WHOLE
from lazo.customize.models.offer import REST_DAYS
from lazo.customize.operations.experiment import CONTROL_SHARE
from lazo.differentiate.models.score import CycleArea
from lazo.differentiate.segments.rules import vocabulary
from lazo.identify.models import ConsentEntry

LONGEST_NAME, LONGEST_WHAT, LONGEST_KEY = 120, 240, 60
LARGEST, LONGEST_DAYS, MOST_PEOPLE = 2**53, 3_650, 2**31 - 1
METRICS = (BOUGHT, "accepted")
OF_OFFER = {"kind": "offer_kind"}
KEPT = (
    "name", "what", "kind", "area", "definition", "channels", "purpose", "unit_cost", "margin", "margin_share", "guess", "budget",
    "cap_total", "cap_day", "cap_person", "rest_days", "capacity", "valid_from", "valid_to",
)  # fmt: skip
"""What an edit may change and a version keeps; key, maker, groups, metric and window are for ever."""


class UnableToSaveOffer(Exception):
    """`code` is not_allowed, gone, stale, nameless, too_long, bad_offer_key, key_taken, too_many_offers, unknown_offer_kind, unknown_area,
    unknown_purpose, unknown_channel, no_channel, bad_offer_money, one_margin, bad_guess, bad_limit, ends_before, bad_control, bad_window,
    unknown_metric, has_a_maker (its customers are found by itself) or no_such_version; `field` is the field it is about.
    """

    def __init__(self, code: str, field: str = "", **params: Any) -> None:  # noqa: A002, RUF100 - the word of forms
        super().__init__(code)
        self.code, self.field, self.params = code, field, params


@dataclass(frozen=True)
class OfferDetails:
    """What an offer says; fields as in `models.Offer`. `key` blank: made from the name. `control` is the share of its control group in parts of
    ten thousand, `metric` what counts as a success (`purchase` within the window, or `accepted`).
    """

    name: str
    kind: str
    area: str
    purpose: str
    guess: float
    valid_from: date
    key: str = ""
    what: str = ""
    maker: str = ""
    definition: dict[str, Any] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    unit_cost: int = 0
    margin: int | None = None
    margin_share: float | None = None
    budget: int | None = None
    cap_total: int | None = None
    cap_day: int | None = None
    cap_person: int = 1
    rest_days: int = REST_DAYS
    capacity: int | None = None
    valid_to: date | None = None
    control: int = CONTROL_SHARE
    metric: str = BOUGHT
    window_days: int = 30


def check_experiment(details: OfferDetails) -> None:
    """Whether its groups, window and metric make sense. Raises UnableToSaveOffer."""
    if not 0 <= details.control < WHOLE:
        raise UnableToSaveOffer("bad_control", "control")
    if not 1 <= details.window_days <= 365:
        raise UnableToSaveOffer("bad_window", "window_days")
    if details.metric not in METRICS:
        raise UnableToSaveOffer("unknown_metric", "metric")


def read_details(details: OfferDetails) -> dict[str, Any]:
    """The columns of what is told, once it makes sense. Raises UnableToSaveOffer, UnableToParseSegment."""
    told = {name: value for name, value in asdict(details).items() if name in KEPT}
    for name, longest in (("name", LONGEST_NAME), ("what", LONGEST_WHAT)):
        told[name] = " ".join(str(told[name] or "").replace("\x00", "").split())
        if len(told[name]) > longest:
            raise UnableToSaveOffer("too_long", name)
    if not told["name"]:
        raise UnableToSaveOffer("nameless", "name")
    _check_choices(told)
    _check_numbers(told)
    _check_limits(told)
    told["channels"] = list(dict.fromkeys(told["channels"]))
    told["definition"] = as_json(parse(told["definition"], vocabulary())) if told["definition"] else {}
    return told


def _check_choices(told: dict[str, Any]) -> None:
    closed = {"kind": Offer.Kind.values, "area": CycleArea.values, "purpose": ConsentEntry.Purpose.values}
    for name, choices in closed.items():
        if told[name] not in choices:
            raise UnableToSaveOffer(f"unknown_{OF_OFFER.get(name, name)}", name)
    if not told["channels"]:
        raise UnableToSaveOffer("no_channel", "channels")
    if not set(told["channels"]) <= set(ConsentEntry.Channel.values):
        raise UnableToSaveOffer("unknown_channel", "channels")


def _check_numbers(told: dict[str, Any]) -> None:
    for name in ("unit_cost", "margin", "budget"):
        if told[name] is not None and not 0 <= told[name] <= LARGEST:
            raise UnableToSaveOffer("bad_offer_money", name)
    share = told["margin_share"]
    if (told["margin"] is None) == (share is None):
        raise UnableToSaveOffer("one_margin", "margin")
    if share is not None and not 0 < share <= 100:
        raise UnableToSaveOffer("bad_offer_money", "margin_share")
    if not 0 < told["guess"] < 1:
        raise UnableToSaveOffer("bad_guess", "guess")


def _check_limits(told: dict[str, Any]) -> None:
    for name in ("cap_total", "cap_day", "capacity"):
        if told[name] is not None and not 0 <= told[name] <= MOST_PEOPLE:
            raise UnableToSaveOffer("bad_limit", name)
    if not 1 <= told["cap_person"] <= 1_000:
        raise UnableToSaveOffer("bad_limit", "cap_person")
    if not 0 <= told["rest_days"] <= LONGEST_DAYS:
        raise UnableToSaveOffer("bad_limit", "rest_days")
    if told["valid_to"] is not None and told["valid_to"] <= told["valid_from"]:
        raise UnableToSaveOffer("ends_before", "valid_to")
