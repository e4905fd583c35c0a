"""What of places the warehouse mirrors: from when to when each customer stood in an area of the cycle."""

from django.utils.translation import gettext_lazy as _

from lazo.kernel.warehouse.mirror_table import Column, ColumnType, MirrorTable
from lazo.kernel.warehouse.registry import register

POSITIONS = MirrorTable(
    name="positions",
    label=_("lugares en el ciclo"),
    model="differentiate.CyclePosition",
    kind="snapshot",
    columns=(
        Column(name="id", type=ColumnType.INTEGER, source="t.id"),
        Column(name="party_id", type=ColumnType.INTEGER, source="t.customer_id"),
        Column(name="area", type=ColumnType.TEXT, source="t.area"),
        Column(name="valid_from", type=ColumnType.DAY, source="t.valid_from"),
        Column(name="valid_to", type=ColumnType.DAY, source="t.valid_to"),
    ),
    party_column="party_id",
    references={"party_id": "parties"},
)


def register_tables() -> None:
    """Tell the warehouse; called once when the application starts."""
    register(POSITIONS)
