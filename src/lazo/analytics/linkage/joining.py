"""The pairs of one component joined, the strongest first, under what keeps records apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cut = tuple[int, int, str]
DENSITY = 0.5
"""Of the pairs between two clusters, the share that must resemble each other for the clusters to be joined."""


@dataclass
class Group:
    """Records found to be one so far; `links` counts, by other group, the pairs that resemble each other."""

    parties: set[int]
    papers: dict[str, frozenset[str]]
    links: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Component:
    """Pairs in the order of their weight; only a `strong` one joins, the others speak for joining."""

    left: list[int]
    right: list[int]
    strong: list[bool]

    def join(
        self, apart: Mapping[int, set[int]], papers: Mapping[int, dict[str, frozenset[str]]], largest: int
    ) -> tuple[dict[int, int], list[Cut]]:
        """The cluster of each party (the smallest party in it; those alone are left out) and the strong pairs that were cut."""
        groups, group_of = self._alone(papers)
        waiting = [
            pair for pair, strong in zip(zip(self.left, self.right, strict=True), self.strong, strict=True) if strong
        ]
        joined = True
        reasons: dict[tuple[int, int], str] = {}
        while joined and waiting:
            joined, still = False, []
            for pair in waiting:
                one, other = group_of[pair[0]], group_of[pair[1]]
                if one == other:
                    continue
                reason = _against(groups[one], groups[other], other, apart, largest)
                if reason:
                    reasons[pair] = reason
                    still.append(pair)
                else:
                    _merge(groups, group_of, one, other)
                    joined = True
            waiting = still
        cuts = [(*pair, reasons[pair]) for pair in waiting if group_of[pair[0]] != group_of[pair[1]]]
        labels = {
            party: min(group.parties) for group in groups.values() if len(group.parties) > 1 for party in group.parties
        }
        return labels, cuts

    def _alone(self, papers: Mapping[int, dict[str, frozenset[str]]]) -> tuple[dict[int, Group], dict[int, int]]:
        groups: dict[int, Group] = {}
        for one, other in zip(self.left, self.right, strict=True):
            for party, friend in ((one, other), (other, one)):
                group = groups.setdefault(party, Group({party}, dict(papers.get(party, {}))))
                group.links[friend] = group.links.get(friend, 0) + 1
        return groups, {party: party for party in groups}


def _against(one: Group, other: Group, number: int, apart: Mapping[int, set[int]], largest: int) -> str:
    """What speaks against joining two groups; blank when nothing does."""
    small, large = sorted((one.parties, other.parties), key=len)
    if any(not apart.get(party, set()).isdisjoint(large) for party in small):
        return "apart"
    if any(not keys & other.papers[scheme] for scheme, keys in one.papers.items() if scheme in other.papers):
        return "documents"
    if len(small) + len(large) > largest:
        return "size"
    if one.links.get(number, 0) < DENSITY * len(small) * len(large):
        return "weak"
    return ""


def _merge(groups: dict[int, Group], group_of: dict[int, int], one: int, other: int) -> None:
    """The smaller group goes into the larger."""
    if len(groups[one].parties) < len(groups[other].parties):
        one, other = other, one
    kept, gone = groups[one], groups.pop(other)
    kept.parties |= gone.parties
    for party in gone.parties:
        group_of[party] = one
    for scheme, keys in gone.papers.items():
        kept.papers[scheme] = kept.papers.get(scheme, frozenset()) | keys
    kept.links.pop(other, None)
    for friend, n in gone.links.items():
        if friend != one:
            kept.links[friend] = kept.links.get(friend, 0) + n
            links = groups[friend].links
            links[one] = links.get(one, 0) + links.pop(other)
