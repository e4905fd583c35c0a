"""How what measure does is taken back."""

from lazo.kernel.undo import register_undo
from lazo.measure.operations import cost, imported_experiment, spending_target


def register_undos() -> None:
    """Tell the kernel; called once when the application starts."""
    register_undo(cost.UNDO, cost.undo_costs)
    register_undo(imported_experiment.UNDO, imported_experiment.undo_import)
    register_undo(spending_target.UNDO, spending_target.undo_target)
