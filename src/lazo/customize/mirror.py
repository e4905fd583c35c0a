"""What of decisions the warehouse mirrors, and what segments may say of it: in which campaigns somebody was, and what they answered."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from lazo.analytics.segments.customer import Fact
from lazo.analytics.segments.vocabulary import FactFamily
from lazo.customize.models import Decision, Outcome
from lazo.differentiate.segments.rules import register_family
from lazo.kernel.warehouse.mirror_table import Column, ColumnType, MirrorTable
from lazo.kernel.warehouse.registry import register

CONTROL, TREATED = "control", "treated"
GROUP = f"CASE WHEN a.is_control THEN '{CONTROL}' ELSE '{TREATED}' END"
OF_EXPERIMENT = "JOIN customize_experiment e ON e.id = t.experiment_id"

DECISIONS = MirrorTable(
    name="decisions",
    label=_("decisiones"),
    model="customize.Decision",
    kind="whole",
    # Decisions are written a million at a time and note no change; a merge puts some aside and a split takes them up.
    mark=("count(*)", "max(t.id)", "count(t.set_aside)"),
    columns=(
        Column(name="id", type=ColumnType.INTEGER, source="t.id"),
        Column(name="party_id", type=ColumnType.INTEGER, source="t.party"),
        Column(name="day", type=ColumnType.DAY, source='t."on"'),
        Column(name="campaign", type=ColumnType.TEXT, source="e.key"),
        Column(name="arm", type=ColumnType.TEXT, source="a.key"),
        Column(name="role", type=ColumnType.TEXT, source=GROUP),
    ),
    join=f"{OF_EXPERIMENT} JOIN customize_arm a ON a.id = t.arm_id",
    party_column="party_id",
)
OUTCOMES = MirrorTable(
    name="outcomes",
    label=_("resultados"),
    model="customize.Outcome",
    kind="whole",
    mark=("count(*)", "max(t.id)"),
    columns=(
        Column(name="id", type=ColumnType.INTEGER, source="t.id"),
        Column(name="party_id", type=ColumnType.INTEGER, source="t.party"),
        Column(name="day", type=ColumnType.DAY, source='t."on"'),
        Column(name="campaign", type=ColumnType.TEXT, source="e.key"),
        Column(name="name", type=ColumnType.TEXT, source="t.name"),
    ),
    join=OF_EXPERIMENT,
    party_column="party_id",
)
CAMPAIGNS = FactFamily(
    key="campaigns",
    table="decisions",
    attributes={"campaigns": "campaign", "groups": "role", "arms": "arm"},
    choices={"groups": (TREATED, CONTROL)},
)
EVENTS = FactFamily(key="events", table="outcomes", attributes={"campaigns": "campaign", "names": "name"})


def register_tables() -> None:
    """Tell the warehouse and the segments; called once when the application starts."""
    register(DECISIONS)
    register(OUTCOMES)
    register_family(CAMPAIGNS, reader=_campaigns)
    register_family(EVENTS, reader=_events)


def _campaigns(family: Collection[int], on: date) -> Iterator[Fact]:
    rows = Decision.objects.filter(party__in=list(family), on__lte=on)
    for pk, day, key, is_control, arm in rows.values_list("pk", "on", "experiment__key", "arm__is_control", "arm__key"):
        yield Fact(pk, day, None, {"campaigns": key, "groups": CONTROL if is_control else TREATED, "arms": arm})


def _events(family: Collection[int], on: date) -> Iterator[Fact]:
    rows = Outcome.objects.filter(party__in=list(family), on__lte=on)
    for pk, day, key, name in rows.values_list("pk", "on", "experiment__key", "name"):
        yield Fact(pk, day, None, {"campaigns": key, "names": name})
