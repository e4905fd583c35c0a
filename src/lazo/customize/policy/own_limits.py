"""The company's own limits as rules like those of the law."""

from lazo.customize.models import ContactLimit
from lazo.customize.policy.pack import spans_of
from lazo.customize.policy.rule import Kind, Rule
from lazo.identify.models import ConsentEntry

OWN = "own-"
NOT_SERVICE = frozenset(ConsentEntry.Purpose.values) - {ConsentEntry.Purpose.SERVICE}
KINDS = {
    ContactLimit.Kind.HOURS: Kind.HOURS,
    ContactLimit.Kind.CAP: Kind.CAP,
    ContactLimit.Kind.GAP: Kind.GAP,
    ContactLimit.Kind.BUDGET: Kind.CAP,
}
ORDER = tuple(KINDS)


def own_rules() -> tuple[Rule, ...]:
    """Those in force, hours first and the budget last. One query."""
    rows = sorted(ContactLimit.objects.standing(), key=lambda row: (ORDER.index(ContactLimit.Kind(row.kind)), row.pk))
    return tuple(rule_of(row) for row in rows)


def rule_of(row: ContactLimit) -> Rule:
    """A limit as a rule; its key is OWN and its number."""
    is_budget = row.kind == ContactLimit.Kind.BUDGET
    return Rule(
        key=f"{OWN}{row.pk}",
        kind=KINDS[ContactLimit.Kind(row.kind)],
        country=row.country,
        purposes=frozenset(row.purposes) or NOT_SERVICE,
        channels=frozenset() if is_budget else frozenset(row.channels),
        spans=spans_of(f"limit {row.pk}", row.hours),
        holidays=row.holidays,
        most=row.most,
        days=row.days,
        is_own=True,
    )
