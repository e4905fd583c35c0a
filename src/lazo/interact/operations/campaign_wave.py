"""A wave of a campaign: its audience frozen, its arms told, every decision and message written; killed anywhere, it goes on and repeats nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection, transaction
from django.db.models.functions import Now
from numpy.typing import NDArray

from lazo.customize.models import Arm, ContactBlock, Decision, Experiment, PlannedContact
from lazo.customize.operations.experiment import arms_of
from lazo.interact.models import Campaign, CampaignContent, CampaignStep, CampaignWave, ChannelAccount, Message
from lazo.interact.operations import wave_rows
from lazo.interact.queries.campaign_audience import audience
from lazo.interact.queries.campaign_fates import Fates, fates
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.today import company_zone
from lazo.kernel.workspace import Workspace

SLICE, FIRST, SMALLEST = 10_000, 2_000, 500
"""Customers written in one transaction: at most, at first, at least."""
PATIENCE = 0.3
"""Seconds that a transaction should take at most: meanwhile SQLite lets nobody else write, not even a message of a service that waits. On a
machine that is busy with other things the slices grow smaller."""
TURN = 0.1
"""Seconds between two slices on SQLite, where who waits to write looks again every tenth of a second at most and nobody is told: without them
the writer of the wave takes the lock again before anybody looked.
"""
FOLDER = "campaigns"
MINUTE = timedelta(minutes=1)
GRACE = timedelta(minutes=2)


class UnableToPrepareWave(Exception):
    """`code` is not_launched, no_account (of a channel), no_content (an arm says nothing on a channel), over_budget, lost_audience (the file of a
    wave half written is gone) or taken (another process writes it); `params` name what is meant.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Outgoing:
    """What the messages of a wave have in common: the account of each channel, the version of each (channel, arm), when the first may leave and
    how many an hour (null: all at once), in which zone their days are.
    """

    accounts: dict[str, int]
    versions: dict[tuple[str, str], int]
    first: datetime
    per_hour: int | None
    zone: ZoneInfo

    def minutes(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """After how many minutes the messages at those places, counted over the whole wave, may leave."""
        return np.zeros_like(places) if self.per_hour is None else places * 60 // self.per_hour


@dataclass(frozen=True)
class Due:
    """Of each customer of a wave whether they get a message, and after how many minutes."""

    treated: NDArray[np.bool_]
    minutes: NDArray[np.int64]


def prepare_wave(
    *, campaign: Campaign, on: date, at: datetime, workspace: Workspace, context: JobContext
) -> CampaignWave:
    """Write the wave of the day `on`; its first message may leave at `at`. A wave that is ready is given back as it is.

    The audience is computed once and kept as a file of the history until its last row is written, so that who goes on after a kill writes the
    same rows; each slice is one transaction with the mark of how far it is. Writes `campaign.wave`. Raises UnableToPrepareWave,
    UnableToOpenWarehouse.
    """
    held = Campaign.objects.whole().get(pk=campaign.pk)
    if not any(step.kind == CampaignStep.Kind.LAUNCHED for step in held.steps.all()):
        raise UnableToPrepareWave("not_launched")
    wave = _wave(held, on)
    if wave.ready_at is None:
        arms = arms_of(held.experiment)
        outgoing = _outgoing(held, arms, at)
        path = frozen_file(workspace, wave)
        context.progress(0, None, "congelar la audiencia")
        found = _thawed(wave, held, arms, path) or _frozen(wave, held, arms, at, path)
        _write(wave, held, found, outgoing, context)
        _finish(wave, held)
        path.unlink(missing_ok=True)
        wave.refresh_from_db()
    return wave


def first_instant(*, on: date, now: datetime, zone: ZoneInfo) -> datetime:
    """When the first message of the wave of a day may leave: a little after it was asked for, so that it may be stopped; never before the day."""
    return max(now + GRACE, datetime.combine(on, time.min, zone)).astimezone(UTC).replace(microsecond=0)


def frozen_file(workspace: Workspace, wave: CampaignWave) -> Path:
    """Where the audience of a wave lies until the wave is ready."""
    return workspace.history / FOLDER / f"{wave.campaign_id:08d}-{wave.number:04d}.npz"


def _wave(campaign: Campaign, on: date) -> CampaignWave:
    number = max((wave.number for wave in campaign.waves.all()), default=0) + 1
    told = {"number": number, "segment_version": campaign.segment.version}
    return CampaignWave.objects.get_or_create(campaign=campaign, on=on, defaults=told)[0]


def _outgoing(campaign: Campaign, arms: list[Arm], at: datetime) -> Outgoing:
    rows = CampaignContent.objects.filter(campaign=campaign).values_list("channel", "arm", "template_id")
    versions = {(channel, arm): version for channel, arm, version in rows}
    accounts: dict[str, int] = {}
    for name, pk in ChannelAccount.objects.in_use().order_by("pk").values_list("channel", "pk"):
        accounts.setdefault(name, pk)
    for channel in campaign.channels:
        if channel not in accounts:
            raise UnableToPrepareWave("no_account", channel=channel)
        for arm in arms:
            if not arm.is_control and (channel, arm.key) not in versions:
                raise UnableToPrepareWave("no_content", channel=channel, arm=arm.name)
    return Outgoing(accounts, versions, at, campaign.per_hour, company_zone())


def _thawed(wave: CampaignWave, campaign: Campaign, arms: list[Arm], path: Path) -> Fates | None:
    """What an attempt before this one has frozen; null when it came to nothing."""
    if wave.rows is None:
        return None
    try:
        with np.load(path) as kept:
            told = {name: kept[name] for name in ("ids", "channel", "rule", "arm")}
            rules = tuple(zip(kept["rules"].tolist(), kept["countries"].tolist(), strict=True))
    except OSError as error:
        if wave.done:
            raise UnableToPrepareWave("lost_audience") from error
        return None
    return Fates(channels=tuple(campaign.channels), rules=rules, arms=tuple(arms), **told)


def _frozen(wave: CampaignWave, campaign: Campaign, arms: list[Arm], at: datetime, path: Path) -> Fates:
    """Ask everything now, keep the answer in a file, and say on the wave what it counts."""
    experiment = campaign.experiment
    asked = audience(segment=campaign.segment, without=campaign.without, experiment=experiment.pk)
    found = fates(ids=asked.ids, experiment=experiment, arms=arms, channels=campaign.channels, when=at)
    _check_budget(campaign, found)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        keys, countries = ([rule[place] for rule in found.rules] for place in (0, 1))
        np.savez(
            stream,
            ids=found.ids,
            channel=found.channel,
            rule=found.rule,
            arm=found.arm,
            rules=np.array(keys, np.str_),
            countries=np.array(countries, np.str_),
        )
    part.replace(path)
    counts = {
        "audience": asked.total,
        "without": asked.without,
        "already": asked.already,
        "blocked": found.by_rule(),
        "channels": found.by_channel(),
        "arms": found.by_arm(),
    }
    more = {"segment_version": campaign.segment.version, "audience_on": asked.on, "as_of": asked.as_of}
    CampaignWave.objects.filter(pk=wave.pk).update(counts=counts, rows=len(found.ids), **more)
    return found


def _check_budget(campaign: Campaign, found: Fates) -> None:
    """What was treated before counts too."""
    if campaign.budget is None:
        return
    before = [wave.counts.get("arms", {}) for wave in campaign.waves.all() if wave.ready_at]
    now = found.by_arm()
    cost = sum(arm.unit_cost * (now[arm.key] + sum(one.get(arm.key, 0) for one in before)) for arm in found.arms)
    if cost > campaign.budget:
        raise UnableToPrepareWave("over_budget", cost=cost, budget=campaign.budget)


def next_size(size: int, seconds: float) -> int:
    """How many customers the next slice has when one of `size` took so long: as many as fit, at most twice as many, within SMALLEST and SLICE."""
    fitting = int(size * PATIENCE / max(seconds, 0.001))
    return min(max(min(fitting, 2 * size), SMALLEST), SLICE)


def _write(wave: CampaignWave, campaign: Campaign, found: Fates, outgoing: Outgoing, context: JobContext) -> None:
    treated = found.reached & np.array([not arm.is_control for arm in found.arms])[found.arm]
    due = Due(treated, outgoing.minutes(np.cumsum(treated) - 1))
    start, total, size = CampaignWave.objects.get(pk=wave.pk).done, len(found.ids), min(FIRST, SLICE)
    while start < total:
        end, began = min(start + size, total), monotonic()
        with transaction.atomic():
            held = CampaignWave.objects.filter(pk=wave.pk, done=start, ready_at__isnull=True)
            if not held.update(done=end):
                raise UnableToPrepareWave("taken")
            part = slice(start, end)
            _write_blocks(wave, campaign, found, part)
            _write_decisions(wave, campaign, found, part)
            _write_messages(campaign, found, outgoing, part, due)
        took = monotonic() - began
        context.progress(end, total, "escribir mensajes")
        if connection.vendor == "sqlite" and end - start >= SMALLEST:
            sleep(TURN)
        start, size = end, next_size(size, took)
        context.raise_if_cancelled()


def _write_blocks(wave: CampaignWave, campaign: Campaign, found: Fates, part: slice) -> None:
    kept = ~found.reached[part]
    codes = found.rule[part][kept]
    rows = wave_rows.Rows(ContactBlock, found.ids[part][kept])
    rows.same(
        experiment_id=campaign.experiment_id,
        purpose=campaign.experiment.purpose,
        channel=found.channels[0],
        stage=str(ContactBlock.Stage.DECISION),
        on=wave.on,
    )
    rows.coded("rule", codes, [key for key, _country in found.rules])
    rows.coded("country", codes, [country for _key, country in found.rules])
    rows.write()


def _write_decisions(wave: CampaignWave, campaign: Campaign, found: Fates, part: slice) -> None:
    kept = found.reached[part]
    rows = wave_rows.Rows(Decision, found.ids[part][kept])
    rows.same(experiment_id=campaign.experiment_id, on=wave.on)
    rows.coded("arm_id", found.arm[part][kept], [arm.pk for arm in found.arms])
    rows.write()


def _write_messages(campaign: Campaign, found: Fates, outgoing: Outgoing, part: slice, due: Due) -> None:
    kept = due.treated[part]
    parties, channels = found.ids[part][kept], found.channel[part][kept]
    arms = found.arm[part][kept].astype(np.int64)
    waits, wait = np.unique(due.minutes[part][kept], return_inverse=True)
    leaves = [outgoing.first + MINUTE * minutes for minutes in waits.tolist()]
    experiment, several = campaign.experiment, len(found.channels)
    versions = [outgoing.versions.get((channel, arm.key)) for arm in found.arms for channel in found.channels]
    messages, planned = wave_rows.Rows(Message, parties), wave_rows.Rows(PlannedContact, parties)
    for rows in (messages, planned):
        rows.keyed("key", f"campaign:{campaign.pk}:")
        rows.coded("channel", channels, found.channels)
        rows.same(purpose=experiment.purpose)
    messages.same(lane=campaign.lane, state=str(Message.State.QUEUED), experiment=experiment.pk)
    messages.coded("arm", arms, [arm.pk for arm in found.arms])
    messages.coded("account_id", channels, [outgoing.accounts[channel] for channel in found.channels])
    messages.coded("version_id", arms * several + channels, versions)
    messages.coded("due_at", wait, leaves)
    messages.write()
    planned.same(experiment_id=experiment.pk)
    planned.coded("on", wait, [one.astimezone(outgoing.zone).date() for one in leaves])
    planned.write()


@transaction.atomic
def _finish(wave: CampaignWave, campaign: Campaign) -> None:
    if not CampaignWave.objects.filter(pk=wave.pk, ready_at__isnull=True).update(ready_at=Now()):
        return
    experiment = Experiment.objects.select_for_update().get(pk=campaign.experiment_id)
    experiment.started_on = experiment.started_on or wave.on
    experiment.ends_on = wave.on + timedelta(days=experiment.window_days)
    experiment.inputs = {
        "segment": campaign.segment.key,
        "segment_version": campaign.segment.version,
        "without": campaign.without,
        "audience_on": wave.on.isoformat(),
    }
    experiment.save(update_fields=["started_on", "ends_on", "inputs"])
    data = {"wave": wave.number, "experiment": experiment.pk, "rows": wave.rows}
    record_event(kind="campaign.wave", by=None, table="interact_campaign", row=campaign.pk, data=data)
