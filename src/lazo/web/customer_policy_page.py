"""The rows of what may be sent to a customer, and of what was not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from lazo.customize.models import ContactBlock
from lazo.customize.policy.words import rule_name
from lazo.customize.queries.contact_policy import PolicyLine


@dataclass(frozen=True)
class PolicyRow:
    """Channels that the policy answers alike for one purpose; `until` null: waiting does not help, or it is allowed."""

    purpose: str
    channels: tuple[str, ...]
    allowed: bool
    words: str
    until: datetime | None


def policy_rows(lines: Iterable[PolicyLine], *, zone: ZoneInfo) -> list[PolicyRow]:
    """One row for channels of which the same rule says the same: first what is allowed, then each rule; instants by the clock of `zone`."""
    found = []
    for purpose, some in groupby(lines, key=lambda line: line.purpose):
        alike: dict[tuple[str, datetime | None], list[PolicyLine]] = {}
        for line in some:
            until = None if line.answer.allowed else line.answer.until
            alike.setdefault((line.answer.rule, until), []).append(line)
        rows = [_row(purpose, rule, until, held, zone) for (rule, until), held in alike.items()]
        found += sorted(rows, key=lambda row: not row.allowed)
    return found


def _row(purpose: str, rule: str, until: datetime | None, lines: list[PolicyLine], zone: ZoneInfo) -> PolicyRow:
    """With the sentence where all say it alike, else with the name of the rule."""
    said = {line.answer.words for line in lines}
    words = said.pop() if len(said) == 1 else f"{rule_name(rule)}."
    here = None if until is None else until.astimezone(zone)
    return PolicyRow(purpose, tuple(line.channel for line in lines), not rule, words, here)


def block_lines(blocks: Iterable[ContactBlock]) -> list[tuple[ContactBlock, str]]:
    """Each with what its rule is called."""
    return [(block, rule_name(block.rule)) for block in blocks]
