"""What the fictitious company writes with, and what it wrote lately: templates, letters that wait for the printer, a dry run. Nothing leaves the machine."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from lazo.demo.company import CURRENCY, PEOPLE
from lazo.demo.planning import plan_campaigns
from lazo.demo.templates import TEMPLATES
from lazo.identify.models import ConsentEntry, ContactPoint, Party
from lazo.interact.models import ChannelAccount, Message, TemplateVersion
from lazo.interact.operations.channel_account import AccountPlan, add_account
from lazo.interact.operations.template import add_template
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Company, User

DRY_RUN, PRINTER = "Ensayo de correo", "Cartas impresas"
LETTER_PRICE = 2_800 * 100 * 1_000
"""Pesos in thousandths of a cent."""
LETTERS, TRIED, SILENT, LATER, LOST, BARE = 24, 90, 8, 40, 2, 5
PLACE = {"lugar": "Laureles"}
SENDING = 60.0


def write_messages(*, on: date) -> dict[str, int]:
    """Two accounts, the templates, and messages that went through the product's own sender on the morning of `on`. Once."""
    if ChannelAccount.objects.filter(name=DRY_RUN).exists():
        return {}
    boss = User.objects.get(email=PEOPLE[0].email)
    at = datetime.combine(_working_day(on), time(10), ZoneInfo(Company.objects.get().time_zone))
    with transaction.atomic():
        printer = _account("letter", "print", PRINTER, boss, price=LETTER_PRICE, place="Medellín")
        trial = _account("file", "csv", DRY_RUN, boss, stands_for="email")
        versions = {key: _version(key, boss) for key in TEMPLATES}
        _queue(_with_address(LETTERS), printer, versions["mudanza"], at)
        agreed, silent = _with_mail(TRIED, is_agreed=True), _with_mail(SILENT, is_agreed=False)
        now, later = agreed[:-LATER], agreed[-LATER:]
        _queue([*now[BARE:], *silent], trial, versions["ensayo"], at, data=PLACE)
        _queue(now[:BARE], trial, versions["ensayo"], at)
        _queue(later, trial, versions["ensayo"], at + timedelta(days=30), data=PLACE)
        _lose(agreed[: LOST - 1] + agreed[-1:], trial, versions["ensayo"], at)
        plan_campaigns(on=on)
    return Sender(now=lambda: at, context=NullContext()).run(seconds=SENDING)


def _working_day(on: date) -> date:
    """The last day, up to `on`, on which offers may leave."""
    return next(day for day in (on - timedelta(days=back) for back in range(9)) if day.weekday() < 5)


def _account(
    channel: str, provider: str, name: str, by: User, *, price: int | None = None, **told: str
) -> ChannelAccount:
    plan = AccountPlan(name, told, price=price, currency=CURRENCY if price else "")
    return add_account(channel=channel, provider=provider, plan=plan, by=by)


def _version(key: str, by: User) -> TemplateVersion:
    channel, plan = TEMPLATES[key]
    return add_template(channel=channel, plan=plan, by=by).versions.get()


def _with_address(most: int) -> list[int]:
    rows = Party.objects.current().filter(country="CO").exclude(address="")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _with_mail(most: int, *, is_agreed: bool) -> list[int]:
    """Customers with an address of their own who agreed to offers by e-mail, or who did not."""
    said = ConsentEntry.objects.filter(party=OuterRef("pk"), purpose="marketing", channel="email", state="GRANTED")
    mail = ContactPoint.objects.filter(party=OuterRef("pk"), kind=ContactPoint.Kind.EMAIL)
    rows = Party.objects.current().filter(Exists(mail), kind=Party.Kind.PERSON)
    rows = rows.filter(Exists(said)) if is_agreed else rows.exclude(Exists(said))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _queue(
    parties: Sequence[int], account: ChannelAccount, version: TemplateVersion, due_at: datetime, **told: Any
) -> None:
    Message.objects.bulk_create(_message(party, account, version, due_at, **told) for party in parties)


def _lose(parties: Sequence[int], account: ChannelAccount, version: TemplateVersion, at: datetime) -> None:
    """As a sender leaves them that was killed in the middle of a message."""
    lost: dict[str, Any] = {"state": Message.State.DOUBTFUL, "problem": "sender_died", "attempts": 1}
    Message.objects.bulk_create(
        _message(party, account, version, at - timedelta(days=9), "lost", **lost) for party in parties
    )


def _message(
    party: int, account: ChannelAccount, version: TemplateVersion, due_at: datetime, name: str = "", **told: Any
) -> Message:
    key = f"demo:{name or version.template_id}:{party}"
    said = {"channel": account.channel, "purpose": version.template.purpose, "account": account, "version": version}
    return Message(**{"key": key, "party": party, "due_at": due_at, **said, **told})
