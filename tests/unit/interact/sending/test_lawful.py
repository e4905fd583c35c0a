"""Whatever is put into the outbox, in whichever order it is asked about and whenever a sender looks: nothing leaves against a rule."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from contacted import say, somebody
from django.db import transaction
from drawn import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outboxed import template
from world import make_world

from lazo.customize.models import ContactLimit
from lazo.identify.models import Party, PartyBlock
from lazo.interact.models import ChannelAccount, Message, TemplateVersion
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Company
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

BEGINS = datetime(2026, 12, 3, 20, 0, tzinfo=UTC)
"""A Thursday; the Tuesday after it is a holiday in Colombia and in Chile."""
CHANNELS = ("email", "phone", "sms", "whatsapp", "letter")
PURPOSES = ("marketing", "collections", "service")
PEOPLE = ("bogota", "twin", "santiago", "tijuana", "rosario", "young", "blocked", "erased", "silent", "europe")
HERE = {
    "bogota": ("CO", "America/Bogota"),
    "santiago": ("CL", "America/Santiago"),
    "tijuana": ("MX", "America/Tijuana"),
    "rosario": ("AR", "America/Argentina/Buenos_Aires"),
    "europe": ("DE", "Europe/Berlin"),
}
DEBTORS = {"bogota", "twin", "santiago", "tijuana", "rosario", "europe"}


@dataclass
class Town:
    """Who there is, and by what they can be written to."""

    people: dict[str, Party]
    accounts: dict[str, ChannelAccount]
    versions: dict[str, TemplateVersion]
    said_no: dict[tuple[int, str], date] = field(default_factory=dict)

    def name_of(self, party: int) -> str:
        found = next(name for name, one in self.people.items() if one.pk == party)
        return "bogota" if found == "twin" else found


def build(home: tuple[str, str]) -> Town:
    Company.objects.update(country=home[0], time_zone=home[1])
    people = {
        "bogota": somebody(city="Bogotá"),
        "santiago": somebody(country="CL", city="Santiago"),
        "tijuana": somebody(country="MX", city="Tijuana"),
        "rosario": somebody(country="AR", city="Rosario"),
        "europe": somebody(country="DE", city="Berlin"),
        "young": somebody(birth_date=date(2012, 5, 5)),
        "blocked": somebody(),
        "erased": somebody(),
        "silent": somebody(purposes=()),
    }
    people["twin"] = somebody(canonical=people["bogota"])
    for name in DEBTORS:
        for channel in CHANNELS:
            say(people[name], purpose="collections", channel=channel)
    PartyBlock.objects.create(party=people["blocked"], scope="ALL")
    Party.objects.filter(pk=people["erased"].pk).update(retired_at=BEGINS - timedelta(days=9))
    ContactLimit.objects.create(kind="budget", most=3, days=30)
    accounts = {
        channel: ChannelAccount.objects.create(
            channel="file", provider="csv", name=channel, options={"stands_for": channel}
        )
        for channel in CHANNELS
    }
    words = {"es": {"subject": "Hola", "body": "Hola"}}
    versions = {one: template(channel="file", purpose=one, name=one, **words) for one in PURPOSES}
    return Town(people, accounts, versions)


messages_to = st.tuples(
    st.just("queue"),
    st.sampled_from(PEOPLE),
    st.sampled_from(PURPOSES),
    st.sampled_from(CHANNELS),
    st.integers(0, 1),
    st.sampled_from((None, None, 1, 2)),
)
said_no = st.tuples(st.just("no"), st.sampled_from(sorted(DEBTORS)), st.sampled_from(CHANNELS))
later = st.tuples(st.just("later"), st.sampled_from((20, 240, 600, 1_440, 2_900)))
steps = st.lists(st.one_of(messages_to, messages_to, messages_to, messages_to, said_no, later), min_size=4, max_size=30)
homes = st.sampled_from((("CO", "America/Bogota"), ("ES", "Europe/Madrid"), ("MX", "America/Tijuana")))


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(home=homes, steps=steps)
def test_nothing_leaves_against_a_rule(
    workspace: Workspace, home: tuple[str, str], steps: list[tuple[Any, ...]]
) -> None:
    assert workspace.exists()
    with transaction.atomic():
        make_world()
        town = build(home)
        at = live(town, steps)
        for _ in range(6):
            send(at)
            at += timedelta(hours=13)
        for problem in broken(town, home[1]):
            pytest.fail(problem)
        transaction.set_rollback(True)


def live(town: Town, steps: list[tuple[Any, ...]]) -> datetime:
    """Do the steps one after another; the instant it is then."""
    at = BEGINS
    for number, (kind, *said) in enumerate(steps):
        if kind == "queue":
            name, purpose, channel, lane, experiment = said
            Message.objects.create(
                key=f"{number}", lane=lane, party=town.people[str(name)].pk, channel="file", purpose=purpose,
                account=town.accounts[str(channel)], version=town.versions[str(purpose)], due_at=at, experiment=experiment,
            )  # fmt: skip
        elif kind == "no":
            party, channel = town.people[str(said[0])], str(said[1])
            day = at.astimezone(ZoneInfo(Company.objects.get().time_zone)).date()
            say(party, channel=channel, state="WITHDRAWN", on=day)
            town.said_no.setdefault((party.pk, channel), day)
        else:
            send(at)
            at += timedelta(minutes=int(str(said[0])))
    return at


def send(at: datetime) -> None:
    Sender(now=lambda: at, context=NullContext()).run(seconds=20)


@dataclass(frozen=True)
class Left:
    """A message that left, as whoever got it would tell of it."""

    who: str
    purpose: str
    channel: str
    at: datetime

    @property
    def here(self) -> datetime:
        return self.at.astimezone(ZoneInfo(HERE[self.who][1]))


def broken(town: Town, zone: str) -> Iterator[str]:
    """What the laws say of what left, told again in other words."""
    channel_of = {account.pk: channel for channel, account in town.accounts.items()}
    rows = list(Message.objects.filter(state="SENT").order_by("sent_at", "pk"))
    for row in rows:
        assert row.sent_at is not None
        name, channel = town.name_of(row.party), channel_of[row.account_id]
        if row.purpose == "service":
            if name in {"blocked", "erased"}:
                yield f"{name} was written to"
            continue
        if name not in HERE:
            yield f"{name} got {row.purpose}"
        asked = {town.people[name].pk, town.people["twin"].pk} if name == "bogota" else {row.party}
        day = row.sent_at.astimezone(ZoneInfo(zone)).date()
        if row.purpose == "marketing":
            if any(town.said_no.get((party, channel), date.max) <= day for party in asked):
                yield f"{name} had said no to {channel}"
            if channel in _registered(HERE.get(name, ("", ""))[0]):
                yield f"{name} was sold to by {channel} without the registry"
    left = [
        Left(town.name_of(row.party), row.purpose, channel_of[row.account_id], row.sent_at)
        for row in rows
        if row.sent_at is not None and row.purpose != "service" and town.name_of(row.party) in HERE
    ]
    for name in HERE:
        yield from _of_one([one for one in left if one.who == name], HERE[name][0])


def _registered(country: str) -> set[str]:
    by_telephone = {"phone", "sms"}
    if country in {"CO", "AR"}:
        return {*by_telephone, "whatsapp"}
    return by_telephone if country == "MX" else set()


def _of_one(left: list[Left], country: str) -> Iterator[str]:
    free = holidays.country_holidays(country, years=2026)
    for one in left:
        if one.channel != "letter" and not _is_lawful_hour(one, country, is_free=one.here.date() in free):
            yield f"{country}: {one} at {one.here}"
    if len(left) > 3:
        yield f"{country}: more than the budget, {left}"
    if country == "CO":
        yield from _colombia([one for one in left if one.channel != "letter"])
    if country == "CL":
        yield from _chile([one for one in left if one.purpose == "collections"])


def _is_lawful_hour(one: Left, country: str, *, is_free: bool) -> bool:
    day, hour = one.here.weekday(), one.here.hour
    if country == "CO":
        return not is_free and day < 6 and (7 <= hour < 19 if day < 5 else 8 <= hour < 15)
    if country == "CL" and one.purpose == "collections":
        return not is_free and day < 6 and 8 <= hour < 20
    if country == "MX" and one.purpose == "collections" and one.channel == "phone":
        return not is_free and day < 5 and 7 <= hour < 22
    return True


def _colombia(left: list[Left]) -> Iterator[str]:
    for place, one in enumerate(left):
        for other in left[:place]:
            days = (one.here.date() - other.here.date()).days
            if days == 0:
                yield f"twice on a day: {other}, {one}"
            if days < 7 and one.channel != other.channel:
                yield f"two channels in a week: {other}, {one}"


def _chile(left: list[Left]) -> Iterator[str]:
    calls = [one.here.date() for one in left if one.channel == "phone"]
    others = [one.here.date() for one in left if one.channel != "phone"]
    for days, most in ((calls, 1), (others, 2)):
        for day in days:
            if sum(0 <= (day - before).days < 7 for before in days) > most:
                yield f"too many in a week: {days}"
    if any((two - one).days < 2 for one, two in pairwise(others)):
        yield f"too near: {others}"


def test_of_one_customer_s_messages_the_second_knows_of_the_first(workspace: Workspace) -> None:
    """Both records of a customer, in one batch: one leaves, the other is asked again and held back."""
    assert workspace.exists()
    make_world()
    town = build(("CO", "America/Bogota"))
    at = datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    for name in ("bogota", "twin"):
        Message.objects.create(
            key=name, party=town.people[name].pk, channel="file", purpose="marketing", account=town.accounts["email"],
            version=town.versions["marketing"], due_at=at,
        )  # fmt: skip
    send(at)
    assert dict(Message.objects.values_list("key", "state")) == {"bogota": "SENT", "twin": "QUEUED"}
    assert Message.objects.get(key="twin").due_at == datetime(2026, 12, 5, 13, 0, tzinfo=UTC)


def test_who_is_being_written_to_by_another_sender_waits(workspace: Workspace) -> None:
    assert workspace.exists()
    make_world()
    town = build(("CO", "America/Bogota"))
    at = datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    told = {
        "party": town.people["bogota"].pk, "channel": "file", "purpose": "marketing", "due_at": at,
        "version": town.versions["marketing"], "account": town.accounts["email"],
    }  # fmt: skip
    Message.objects.create(key="theirs", state="SENDING", claim="another/machine/1", claimed_at=at, **told)
    Message.objects.create(key="ours", **told)
    send(at)
    row = Message.objects.get(key="ours")
    assert (row.state, row.attempts, row.due_at) == ("QUEUED", 0, at + timedelta(seconds=3))
    Message.objects.filter(key="theirs").update(state="CANCELLED", claim=None)
    send(at + timedelta(seconds=3))
    row.refresh_from_db()
    assert row.state == "SENT"
