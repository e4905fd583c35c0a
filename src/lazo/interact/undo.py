"""How what people do with to-dos is taken back; told to the kernel when the application starts."""

from lazo.interact.operations import account_plan, campaign, campaign_course, channel_account, template, to_do
from lazo.kernel.undo import register_undo


def register_undos() -> None:
    register_undo(to_do.UNDO_DONE, to_do.undo_done)
    register_undo(to_do.UNDO_CHANGE, to_do.undo_change)
    register_undo(to_do.UNDO_DELETE, to_do.undo_delete)
    register_undo(account_plan.UNDO, account_plan.undo_plan)
    register_undo(channel_account.UNDO, channel_account.undo_closing)
    register_undo(template.UNDO, template.undo_archiving)
    register_undo(campaign.UNDO, campaign.undo_removal)
    register_undo(campaign_course.UNDO_LAUNCH, campaign_course.undo_launch)
    register_undo(campaign_course.UNDO_PAUSE, campaign_course.undo_pause)
    register_undo(campaign_course.UNDO_END, campaign_course.undo_end)
