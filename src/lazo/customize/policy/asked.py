"""A question to the policy, with all that holds for everybody: the laws, the company's own limits, how recent the lists are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from lazo.customize.policy.own_limits import own_rules
from lazo.customize.policy.pack import laws, packs
from lazo.customize.policy.rule import COUNTED, WAITING, Kind, Rule
from lazo.customize.policy.zones import Clocks, has_several, zones_of
from lazo.identify.models import ConsentEntry, SuppressionList
from lazo.kernel.models import Company

HOME = ("CO", "America/Bogota")


@dataclass(frozen=True)
class Asked:
    """May we use `channel` for `purpose` at `when` (aware)? `urgent` is for a service that cannot wait: hours and counts do not hold it.

    `own` are the company's limits in force, `stale` the registries that nobody consulted lately, `lists` the consultations that count and
    cover the question, `reserved` the keys of planned contacts that are the very ones asked about.
    """

    purpose: str
    channel: str
    when: datetime
    urgent: bool
    country: str
    zone: str
    own: tuple[Rule, ...]
    stale: frozenset[str]
    lists: Mapping[int, str]
    reserved: frozenset[str] = frozenset()
    _rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def on(self) -> date:
        """The day at the company, by which permissions and ages are read."""
        return self.when.astimezone(ZoneInfo(self.zone)).date()

    @property
    def waits_for_nothing(self) -> bool:
        return self.urgent and self.purpose == ConsentEntry.Purpose.SERVICE

    def rules_of(self, country: str) -> tuple[Rule, ...]:
        """Those that say something about this question for somebody of `country`: the law, then the company's own."""
        found = self._rules.get(country)
        if found is None:
            every = (*laws(country=country, on=self.on), *self.own)
            found = tuple(rule for rule in every if self._counts(rule, country))
            self._rules[country] = found
        return found

    def _counts(self, rule: Rule, country: str) -> bool:
        passes = self.waits_for_nothing and rule.kind in WAITING
        return not passes and rule.country in {"", country} and rule.asks(purpose=self.purpose, channel=self.channel)

    def clocks(self, country: str, city: str) -> Clocks:
        """The zones of somebody there."""
        return zones_of(country, city if has_several(country) else "", self.zone)

    def days(self, clocks: Clocks, at: datetime) -> tuple[date, ...]:
        """The day of an instant where the customer is, and at the company where it is another: what was sent is kept by the company's."""
        there, here = (at.astimezone(zone).date() for zone in (clocks[0], ZoneInfo(self.zone)))
        return (there,) if there == here else (there, here)

    @cached_property
    def since(self) -> date | None:
        """The first day of what was sent that any rule looks at; null when none does."""
        rules = {rule for country in {self.country, *packs()} for rule in self.rules_of(country)}
        days = [rule.days for rule in rules if rule.kind in COUNTED]
        return self.on - timedelta(days=max(days) + 1) if days else None


@dataclass(frozen=True)
class Ground:
    """What every question stands on: the company's country and zone, its limits, the lists that somebody consulted."""

    country: str
    zone: str
    own: tuple[Rule, ...]
    held: tuple[SuppressionList, ...]

    @classmethod
    def now(cls) -> "Ground":
        """As it stands; three queries."""
        company = Company.objects.first()
        country, zone = (company.country, company.time_zone) if company else HOME
        held = SuppressionList.objects.filter(current__isnull=False).select_related("current").order_by("key")
        return cls(country, zone, own_rules(), tuple(held))


def ask(
    *,
    purpose: str,
    channel: str,
    when: datetime,
    urgent: bool = False,
    reserved: frozenset[str] = frozenset(),
    ground: Ground | None = None,
) -> Asked:
    """The question as it stands now; no query where the `ground` was read already."""
    ground = ground or Ground.now()
    when = when.astimezone(UTC)
    on = when.astimezone(ZoneInfo(ground.zone)).date()
    covering = [row for row in ground.held if _covers(row, purpose, channel)]
    fresh = {row.key for row in ground.held if row.current and not row.current.is_too_old(on=on)}
    asked_for = {rule.registry for pack in packs().values() for rule in pack.rules if rule.kind == Kind.REGISTRY}
    return Asked(
        purpose=purpose,
        channel=channel,
        when=when,
        urgent=urgent,
        country=ground.country,
        zone=ground.zone,
        own=ground.own,
        stale=frozenset(asked_for - fresh),
        lists={row.current_id: row.key for row in covering if row.current_id is not None},
        reserved=reserved,
    )


def _covers(row: SuppressionList, purpose: str, channel: str) -> bool:
    return (not row.purposes or purpose in row.purposes) and (not row.channels or channel in row.channels)
