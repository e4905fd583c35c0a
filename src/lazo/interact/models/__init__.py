"""What people promised to do, and what they did with a party; what we write to customers and through which accounts."""

from lazo.interact.models.account_plan import AccountPlan, AccountPlanAction
from lazo.interact.models.campaign import Campaign, CampaignContent, CampaignStep, CampaignWave
from lazo.interact.models.channel_account import ChannelAccount
from lazo.interact.models.delivery import DeliveryReport
from lazo.interact.models.message import Message, MessageCost, SendingPause
from lazo.interact.models.strategic_alert import StrategicAlert
from lazo.interact.models.template import ProviderTemplate, Template, TemplateText, TemplateVersion
from lazo.interact.models.to_do import ToDo, ToDoCompletion

__all__ = [
    "AccountPlan",
    "AccountPlanAction",
    "Campaign",
    "CampaignContent",
    "CampaignStep",
    "CampaignWave",
    "ChannelAccount",
    "DeliveryReport",
    "Message",
    "MessageCost",
    "ProviderTemplate",
    "SendingPause",
    "StrategicAlert",
    "Template",
    "TemplateText",
    "TemplateVersion",
    "ToDo",
    "ToDoCompletion",
]
