"""What the policy knows of one customer, and of each question the first rule that forbids it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lazo.customize.policy.asked import Asked
from lazo.customize.policy.hours import is_open, opens
from lazo.customize.policy.rule import WAITING, Kind, Rule
from lazo.customize.policy.zones import Clocks
from lazo.identify.models import ConsentEntry
from lazo.identify.queries.consent import UNKNOWN

ERASED, BLOCKED, CONTACT_POINT, WITHDRAWN, EXPIRED = (
    "erased",
    "blocked",
    "contact-point",
    "withdrawn",
    "consent-expired",
)
NO_CONSENT, LIST = "no-consent", "list-"
FARTHEST_DAYS = 400
State = ConsentEntry.State


@dataclass(frozen=True, slots=True)
class Contact:
    """Something of ours that reached a customer or is on its way, on `day`; `purpose` is blank where nobody says."""

    day: date
    channel: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Customer:
    """`state` is ERASED, BLOCKED or blank; `country` and `city` are blank where unknown; `is_reached` by the channel asked about.

    `consent` is what they said of the purpose and channel asked about, `lists` the registries that name them and cover the question.
    """

    id: int
    state: str = ""
    country: str = ""
    city: str = ""
    born_on: date | None = None
    is_reached: bool = False
    consent: str = UNKNOWN
    lists: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What forbids: `key` names it, `country` whose law it is (blank: no country's); `rule` is null where it is no rule that asks."""

    key: str
    country: str = ""
    rule: Rule | None = None


def block_of(customer: Customer, asked: Asked) -> Block | None:
    """The first rule that forbids the question; null when it is allowed."""
    return next(_lasting(customer, asked), None) or _waiting(customer, asked, asked.when)


def allowed_from(customer: Customer, asked: Asked) -> datetime | None:
    """The first instant from the one asked on at which it is allowed, as far as anybody knows now; null when waiting does not help."""
    if next(_lasting(customer, asked), None) is not None:
        return None
    at = asked.when
    for _ in range(FARTHEST_DAYS):
        block = _waiting(customer, asked, at)
        if block is None:
            return at
        assert block.rule is not None, block.key
        later = _later(block.rule, customer, asked, at)
        if later is None:
            return None
        at = later
    return None


def _lasting(customer: Customer, asked: Asked) -> Iterator[Block]:
    """The rules that forbid whatever the hour."""
    if customer.state:
        yield Block(customer.state)
        return
    rules = asked.rules_of(customer.country or asked.country)
    for rule in rules:
        if rule.kind == Kind.AGE and customer.born_on is not None and age(customer.born_on, on=asked.on) < rule.age:
            yield Block(rule.key, rule.country, rule)
    if not customer.is_reached:
        yield Block(CONTACT_POINT)
    yield from _permission(customer, rules)
    for name in customer.lists:
        yield Block(LIST + name)
    for rule in rules:
        if rule.kind == Kind.REGISTRY and rule.registry in asked.stale:
            yield Block(rule.key, rule.country, rule)


def _permission(customer: Customer, rules: tuple[Rule, ...]) -> Iterator[Block]:
    if customer.consent == State.WITHDRAWN:
        yield Block(WITHDRAWN)
    asking = next((rule for rule in rules if rule.kind == Kind.CONSENT), None)
    if asking is not None and customer.consent != State.GRANTED:
        yield Block(EXPIRED if customer.consent == State.EXPIRED else NO_CONSENT, rule=asking)


def _waiting(customer: Customer, asked: Asked, at: datetime) -> Block | None:
    """The first rule that forbids it at that instant and will not later."""
    country = customer.country or asked.country
    clocks = asked.clocks(country, customer.city)
    for rule in asked.rules_of(country):
        if rule.kind in WAITING and _holds_back(rule, customer, asked, clocks, at):
            return Block(rule.key, rule.country, rule)
    return None


def _holds_back(rule: Rule, customer: Customer, asked: Asked, clocks: Clocks, at: datetime) -> bool:
    if rule.kind == Kind.HOURS:
        return not is_open(rule, country=customer.country or asked.country, clocks=clocks, at=at)
    return bool(customer.contacts) and is_full(rule, customer.contacts, asked.channel, asked.days(clocks, at))


def is_full(rule: Rule, contacts: tuple[Contact, ...], channel: str, days: tuple[date, ...]) -> bool:
    """Whether the contacts around `days`, which are one instant in several places, leave no place for another by `channel`."""
    counted = [one for one in contacts if is_counted(rule, one, *days)]
    if rule.kind == Kind.MIX:
        return any(one.channel != channel for one in counted)
    return len(counted) >= rule.counted_most


def is_counted(rule: Rule, one: Contact, *days: date) -> bool:
    """Whether a contact is one of those that a rule counts around any of `days`: before it, and planned after it."""
    for_this = not rule.purposes or not one.purpose or one.purpose in rule.purposes
    by_these = not rule.counted_channels or one.channel in rule.counted_channels
    return for_this and by_these and any(abs((one.day - day).days) < rule.days for day in days)


def _later(rule: Rule, customer: Customer, asked: Asked, at: datetime) -> datetime | None:
    """The first instant after `at` at which this rule alone would allow it."""
    country = customer.country or asked.country
    clocks = asked.clocks(country, customer.city)
    if rule.kind == Kind.HOURS:
        return opens(rule, country=country, clocks=clocks, at=at)
    for _ in range(FARTHEST_DAYS):
        at = min(_midnight(zone, at) for zone in (clocks[0], ZoneInfo(asked.zone)))
        if not is_full(rule, customer.contacts, asked.channel, asked.days(clocks, at)):
            return at
    return None


def _midnight(zone: ZoneInfo, at: datetime) -> datetime:
    """When the next day begins in a zone."""
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)


def age(born_on: date, *, on: date) -> int:
    """Years of age on a day; of a birthday on 29 February, from 1 March on in other years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
