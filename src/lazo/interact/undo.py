"""How what people do with to-dos is taken back; told to the kernel when the application starts."""

from lazo.interact.operations import account_plan, to_do
from lazo.kernel.undo import register_undo


def register_undos() -> None:
    register_undo(to_do.UNDO_DONE, to_do.undo_done)
    register_undo(to_do.UNDO_CHANGE, to_do.undo_change)
    register_undo(to_do.UNDO_DELETE, to_do.undo_delete)
    register_undo(account_plan.UNDO, account_plan.undo_plan)
