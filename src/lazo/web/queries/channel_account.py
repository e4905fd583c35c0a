"""What the pages of channels show."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.db.models import Sum

from lazo.interact.channels.file import store
from lazo.interact.channels.registry import PLACES
from lazo.interact.channels.whatsapp.prices import PriceTable, table_on
from lazo.interact.inbound import inbound_path
from lazo.interact.models import ChannelAccount, Message, MessageCost, ProviderTemplate
from lazo.web.outbox_words import CHANNELS, PROVIDERS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TAKEN_AWAY = frozenset({"letter", "file"})


@dataclass(frozen=True)
class Kind:
    """A provider of a channel, to make an account of."""

    channel: str
    provider: str
    channel_name: "StrPromise | str"
    name: "StrPromise | str"


@dataclass(frozen=True)
class AccountLine:
    """An account with what is queued and what left today; `cost` in thousandths of a minor unit of its currency."""

    account: ChannelAccount
    provider: "StrPromise | str"
    waiting: bool
    sent: int
    cost: int | None


@dataclass(frozen=True)
class PriceLine:
    country: str
    marketing: float | None
    utility: float | None


def kinds() -> list[Kind]:
    names = dict(ChannelAccount.Channel.choices)
    return [Kind(channel, provider, names[channel], PROVIDERS[provider]) for channel, provider in PLACES]


def channels() -> list[tuple[str, "StrPromise | str", "StrPromise | str", list[Kind]]]:
    """Of each channel its icon, its name, what one has by it, and its providers."""
    every = kinds()
    names = dict(ChannelAccount.Channel.choices)
    return [
        (icon, names[channel], words, [one for one in every if one.channel == channel])
        for channel, (icon, words) in CHANNELS.items()
    ]


def account_lines(*, on: date) -> list[AccountLine]:
    """Accounts in use and what they did on a day; a fixed number of queries and one look into the queue of each."""
    rows = list(ChannelAccount.objects.in_use().select_related("pause", "pause__by").order_by("channel", "name"))
    told = MessageCost.objects.filter(day=on).values("account").annotate(n=Sum("messages"), millis=Sum("millis"))
    today = {row["account"]: (row["n"], row["millis"]) for row in told}
    queued = Message.objects.queued()
    waiting = {row.pk for row in rows if queued.filter(account=row).exists()}
    return [
        AccountLine(row, PROVIDERS[row.provider], row.pk in waiting, *(today.get(row.pk) or (0, None))) for row in rows
    ]


def about_account(row: ChannelAccount | None, channel: str, provider: str, base: str) -> dict[str, Any]:
    """What the form of an account shows beside its boxes; `base` is where this page is."""
    names = dict(ChannelAccount.Channel.choices)
    address = str(row.options.get("public_url") or base) if row is not None else ""
    takes_calls = channel == "whatsapp" or (channel == "email" and provider != "smtp")
    templates = ProviderTemplate.objects.filter(account=row).order_by("name", "language") if row is not None else ()
    return {
        "account": row,
        "channel": channel,
        "channel_name": names[channel],
        "provider_name": PROVIDERS[provider],
        "inbound": urljoin(address, inbound_path(row.pk)) if row is not None and takes_calls else "",
        "hears_mail": channel == "email" and takes_calls,
        "known_templates": list(templates) if channel == "whatsapp" else [],
        "prices": price_lines() if channel == "whatsapp" else None,
        "days": days_of(row) if row is not None and channel in TAKEN_AWAY else [],
    }


def days_of(row: ChannelAccount) -> list[tuple[date, int]]:
    """The days of which something is kept to be taken away, the newest first, and how many messages."""
    return [(date.fromisoformat(day), count) for day, count in store.days(store.place(row.pk))]


def price_lines(on: date | None = None) -> dict[str, Any] | None:
    """What WhatsApp charges, as far as it is known, with the day it holds from and where it is from."""
    table: PriceTable | None = table_on(on or date.max)
    if table is None:
        return None
    lines = [
        PriceLine(country, _usd(row.get("MARKETING")), _usd(row.get("UTILITY"))) for country, row in table.rates.items()
    ]
    return {"since": table.since, "source": table.source, "lines": lines}


def _usd(thousandths: int | None) -> float | None:
    return thousandths / 100_000 if thousandths is not None else None
