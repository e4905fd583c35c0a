"""What the pages of keys and webhooks show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from lazo.kernel.access import may
from lazo.kernel.models import ApiToken, User, Webhook, WebhookDelivery
from lazo.kernel.scopes import SCOPES
from lazo.web.words_of_programs import PROBLEMS

LETTERS = 50


@dataclass(frozen=True)
class TokenLine:
    token: ApiToken
    scopes: Sequence[str | Promise]
    is_own: bool


@dataclass(frozen=True)
class LetterLine:
    """A letter that was sent, or is tried again; `problem` is blank when it arrived."""

    delivery: WebhookDelivery
    problem: str


def about(user: User, tab: str) -> dict[str, Any]:
    """What the frame of these pages needs: they are for everybody, the other settings for who administers."""
    return {"section": "settings", "tab": tab, "may_administer": may(user, "may_administer")}


def token_lines(user: User) -> list[TokenLine]:
    """The keys that stand, the newest first: one's own, and everybody's for who administers."""
    tokens = ApiToken.objects.standing().select_related("user").order_by("-pk")
    if not may(user, "may_administer"):
        tokens = tokens.filter(user=user)
    return [TokenLine(one, [SCOPES.get(key, key) for key in one.scopes], one.user_id == user.pk) for one in tokens]


def own_token(user: User, number: int) -> ApiToken | None:
    """A key that `user` may revoke; None otherwise."""
    return next((line.token for line in token_lines(user) if line.token.pk == number), None)


def webhook_rows(user: User) -> list[Webhook]:
    """One's own webhooks, in the order of their making."""
    return list(Webhook.objects.filter(user=user).select_related("pause__by").order_by("pk"))


def own_webhook(user: User, number: int) -> Webhook | None:
    return Webhook.objects.filter(user=user, pk=number).select_related("pause__by").first()


def letter_lines(webhook: Webhook) -> list[LetterLine]:
    """The last letters, the newest first."""
    letters = webhook.deliveries.order_by("-pk")[:LETTERS]
    return [LetterLine(one, str(PROBLEMS.get(one.problem, one.problem))) for one in letters]
