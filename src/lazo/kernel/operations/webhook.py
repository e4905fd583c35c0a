"""Webhooks: who is told of what, paused, told again from an earlier event."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User, Webhook, WebhookDelivery, WebhookPause
from lazo.kernel.private_address import is_private_host
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo, register_undo

TABLE = "kernel_webhook"
UNDO = "webhook.removed"
MOST = 20
LONGEST_URL = 500
LONGEST_KIND = 60
MOST_KINDS = 50


class UnableToSaveWebhook(Exception):
    """`code` is not_allowed, too_many, bad_url, private_address, too_long or bad_kind; `field` the one it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class UnableToReplay(Exception):
    """`code` is not_allowed, or bad_event for a number that is not one of an event yet."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class NewWebhook:
    """A webhook and the secret by which its receiver knows that a letter is ours."""

    webhook: Webhook
    secret: str


@transaction.atomic
def add_webhook(*, user: User, url: str, kinds: Sequence[str], by: User, allow_private: bool = False) -> NewWebhook:
    """Tell `url` of events of `kinds` (empty: all) that `user` may see, from the next event on.

    One's own, or anybody's for who may administer; at most twenty a person. An address that is written as one of a private
    network is refused unless `allow_private`; a name that leads to one is found when it is called. Raises UnableToSaveWebhook.
    """
    _allow(by, user.pk)
    if Webhook.objects.filter(user=user).count() >= MOST:
        raise UnableToSaveWebhook("too_many")
    url, wanted = _read_url(url, allow_private), _read_kinds(kinds)
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    webhook = Webhook.objects.create(user=user, url=url, kinds=wanted, secret=secret, position=_newest_event())
    webhook.refresh_from_db()
    data = {"user": user.pk, "kinds": wanted, "host": urlsplit(url).hostname}
    record_event(kind="webhook.added", by=by, table=TABLE, row=webhook.pk, data=data)
    return NewWebhook(webhook, secret)


@transaction.atomic
def change_webhook(
    *, webhook: Webhook, url: str, kinds: Sequence[str], by: User, allow_private: bool = False
) -> Webhook:
    """Another address, or other kinds of events, from the next letter on. Raises UnableToSaveWebhook."""
    _allow(by, webhook.user_id)
    url, wanted = _read_url(url, allow_private), _read_kinds(kinds)
    if (webhook.url, webhook.kinds) != (url, wanted):
        webhook.url, webhook.kinds = url, wanted
        webhook.save(update_fields=["url", "kinds"])
        data = {"kinds": wanted, "host": urlsplit(url).hostname}
        record_event(kind="webhook.changed", by=by, table=TABLE, row=webhook.pk, data=data)
    return webhook


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: User) -> str:
    """Send nothing more, and forget what was sent; the token under which `by` can take it back. Raises UnableToSaveWebhook."""
    _allow(by, webhook.user_id)
    record_event(kind="webhook.removed", by=by, table=TABLE, row=webhook.pk, data={"user": webhook.user_id})
    data = {
        **{name: getattr(webhook, name) for name in ("id", "user_id", "url", "kinds", "secret", "position")},
        "paused": webhook.is_paused,
    }
    webhook.delete()
    return offer_undo(by=by, label=_("Webhook quitado"), kind=UNDO, data=data)


def undo_removal(by: User, data: dict[str, Any]) -> Undone:
    """The webhook is there again with its number and its secret, and is told what happened meanwhile; what had been sent stays forgotten.

    Registered with kernel.undo. Raises UnableToUndo.
    """
    user = User.objects.filter(pk=data["user_id"], is_active=True).first()
    if user is None or Webhook.objects.filter(pk=data["id"]).exists():
        raise UnableToUndo("changed_since")
    if not (by.is_active and by.pk == user.pk) and not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    kept = {name: data[name] for name in ("id", "user_id", "url", "kinds", "secret", "position")}
    webhook = Webhook(**kept)
    webhook.save(force_insert=True)
    if data["paused"]:
        WebhookPause.objects.create(webhook=webhook, by=by)
    told = {"user": user.pk, "kinds": webhook.kinds, "host": urlsplit(webhook.url).hostname}
    record_event(kind="webhook.restored", by=by, table=TABLE, row=webhook.pk, data=told)
    return Undone(restored=1)


register_undo(UNDO, undo_removal)


@transaction.atomic
def pause_webhook(*, webhook: Webhook, by: User | None) -> None:
    """Send nothing until it is resumed; what happens meanwhile waits. `by` None: it failed too often. Raises UnableToSaveWebhook."""
    if by is not None:
        _allow(by, webhook.user_id)
    _, is_new = WebhookPause.objects.get_or_create(webhook=webhook, defaults={"by": by})
    if is_new:
        data = {"user": webhook.user_id, "failures": webhook.failures}
        record_event(kind="webhook.paused", by=by, table=TABLE, row=webhook.pk, data=data)


@transaction.atomic
def resume_webhook(*, webhook: Webhook, by: User) -> None:
    """Send again, beginning with what waits. Raises UnableToSaveWebhook."""
    _allow(by, webhook.user_id)
    gone, _ = WebhookPause.objects.filter(webhook=webhook).delete()
    Webhook.objects.filter(pk=webhook.pk).update(failures=0, next_try_at=None)
    if gone:
        record_event(kind="webhook.resumed", by=by, table=TABLE, row=webhook.pk)


@transaction.atomic
def replay_webhook(*, webhook: Webhook, from_event: int, by: User) -> Webhook:
    """Send everything from the event of that number (included) once more, in new letters. Raises UnableToReplay."""
    if not (by.is_active and by.pk == webhook.user_id) and not may(by, "may_administer"):
        raise UnableToReplay("not_allowed")
    if not 1 <= from_event <= _newest_event() + 1:
        raise UnableToReplay("bad_event")
    held = Webhook.objects.select_for_update().get(pk=webhook.pk)
    WebhookDelivery.objects.filter(webhook=held, delivered_at__isnull=True).delete()
    held.position, held.failures, held.next_try_at = from_event - 1, 0, None
    held.save(update_fields=["position", "failures", "next_try_at"])
    record_event(kind="webhook.replayed", by=by, table=TABLE, row=held.pk, data={"from": from_event})
    return held


def _allow(by: User, user: int) -> None:
    if not (by.is_active and by.pk == user) and not may(by, "may_administer"):
        raise UnableToSaveWebhook("not_allowed")


def _read_url(url: str, allow_private: bool) -> str:
    url = url.strip()
    if len(url) > LONGEST_URL:
        raise UnableToSaveWebhook("too_long", "url")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address or "@" in parts.netloc or any(character.isspace() or ord(character) < 32 for character in url):
        raise UnableToSaveWebhook("bad_url", "url")
    if not allow_private and is_private_host(parts.hostname or ""):
        raise UnableToSaveWebhook("private_address", "url")
    return url


def _read_kinds(kinds: Sequence[str]) -> list[str]:
    wanted = sorted({kind.strip() for kind in kinds if kind.strip()})
    if len(wanted) > MOST_KINDS or any(len(kind) > LONGEST_KIND for kind in wanted):
        raise UnableToSaveWebhook("bad_kind", "kinds")
    return wanted


def _newest_event() -> int:
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
