"""In which state a campaign is: what its steps and waves say."""

from enum import StrEnum

from lazo.interact.models.campaign import Campaign, CampaignStep

Kind = CampaignStep.Kind


class CampaignState(StrEnum):
    """DRAFT may be edited; SCHEDULED waits for its day; PREPARING has an audience that is being written; RUNNING sends."""

    DRAFT = "DRAFT"
    WAITING = "WAITING"
    APPROVED = "APPROVED"
    SCHEDULED = "SCHEDULED"
    PREPARING = "PREPARING"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    ENDED = "ENDED"


BEFORE_LAUNCH = frozenset({CampaignState.DRAFT, CampaignState.WAITING, CampaignState.APPROVED})
UNDER_WAY = frozenset({CampaignState.SCHEDULED, CampaignState.PREPARING, CampaignState.RUNNING, CampaignState.PAUSED})


def state_of(campaign: Campaign) -> CampaignState:
    """From the steps and waves of a campaign (no query where both were fetched with it)."""
    steps = sorted(campaign.steps.all(), key=lambda step: step.pk)
    kinds = {step.kind for step in steps}
    if Kind.ENDED in kinds:
        return CampaignState.ENDED
    if Kind.LAUNCHED in kinds:
        return _under_way(campaign, steps)
    said = {step.kind for step in steps if step.version == campaign.version}
    if Kind.APPROVED in said:
        return CampaignState.APPROVED
    return CampaignState.WAITING if Kind.ASKED in said else CampaignState.DRAFT


def _under_way(campaign: Campaign, steps: list[CampaignStep]) -> CampaignState:
    turns = [step.kind for step in steps if step.kind in {Kind.PAUSED, Kind.RESUMED}]
    if turns and turns[-1] == Kind.PAUSED:
        return CampaignState.PAUSED
    waves = list(campaign.waves.all())
    if not waves:
        return CampaignState.SCHEDULED
    return CampaignState.RUNNING if any(wave.ready_at for wave in waves) else CampaignState.PREPARING


def step_of(campaign: Campaign, kind: str) -> CampaignStep | None:
    """The last step of a kind; null where there was none."""
    return max((step for step in campaign.steps.all() if step.kind == kind), key=lambda step: step.pk, default=None)
