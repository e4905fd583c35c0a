"""Templates that a provider must approve, as it tells them: asked for whole, so that one it no longer has is known to be gone."""

from datetime import datetime

from django.db import transaction

from lazo.interact.channels.contract import UnableToReach
from lazo.interact.channels.registry import adapter_of, opened
from lazo.interact.channels.secret import UnableToDecipher
from lazo.interact.models import ChannelAccount, ProviderTemplate
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToSyncTemplates(Exception):
    """`code` is not_allowed, not_possible, or that of UnableToReach."""

    def __init__(self, code: str, answer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


def sync_templates(*, account: ChannelAccount, by: User | None, at: datetime) -> int:
    """Ask the provider for all its templates; how many it has. `by` null is the system. Raises UnableToSyncTemplates."""
    if by is not None and not may(by, "may_administer"):
        raise UnableToSyncTemplates("not_allowed")
    ask = getattr(adapter_of(account), "templates", None)
    if ask is None:
        raise UnableToSyncTemplates("not_possible")
    try:
        found = ask(opened(account))
    except UnableToReach as error:
        raise UnableToSyncTemplates(error.code, error.answer) from error
    except UnableToDecipher as error:
        raise UnableToSyncTemplates("bad_options") from error
    with transaction.atomic():
        names = ("state", "category", "reason", "body", "parameters")
        ProviderTemplate.objects.bulk_create(
            [
                ProviderTemplate(
                    account=account,
                    name=one.name[:512],
                    language=one.language[:12],
                    synced_at=at,
                    reason=one.reason[:240],
                    category=one.category[:20],
                    state=one.state,
                    body=one.body,
                    parameters=one.parameters,
                )
                for one in found
            ],
            update_conflicts=True,
            unique_fields=["account", "name", "language"],
            update_fields=[*names, "synced_at"],
        )
        gone = ProviderTemplate.objects.filter(account=account, synced_at__lt=at)
        gone.update(state=ProviderTemplate.State.GONE, synced_at=at)
        record_event(
            kind="channel_account.templates_synced",
            by=by,
            table="interact_channelaccount",
            row=account.pk,
            data={"templates": len(found)},
        )
    return len(found)
