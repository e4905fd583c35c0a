"""The kernel's rows, one noun a file."""

from lazo.kernel.models.api_token import ApiToken, ApiTokenRevocation
from lazo.kernel.models.change import Change
from lazo.kernel.models.company import Company
from lazo.kernel.models.event import Event, EventDetail
from lazo.kernel.models.idempotency import IdempotentAnswer
from lazo.kernel.models.job import Job
from lazo.kernel.models.money import ExchangeRate, PriceIndex
from lazo.kernel.models.share import Share
from lazo.kernel.models.subscription import Subscription
from lazo.kernel.models.team import Role, RoleAssignment, Scope, Team, TeamMembership
from lazo.kernel.models.time import ClosedDay
from lazo.kernel.models.undo_offer import UndoOffer
from lazo.kernel.models.user import Density, User
from lazo.kernel.models.webhook import Webhook, WebhookDelivery, WebhookPause

__all__ = [
    "ApiToken",
    "ApiTokenRevocation",
    "Change",
    "ClosedDay",
    "Company",
    "Density",
    "Event",
    "EventDetail",
    "ExchangeRate",
    "IdempotentAnswer",
    "Job",
    "PriceIndex",
    "Role",
    "RoleAssignment",
    "Scope",
    "Share",
    "Subscription",
    "Team",
    "TeamMembership",
    "UndoOffer",
    "User",
    "Webhook",
    "WebhookDelivery",
    "WebhookPause",
]
