"""A company's group, or a household, with what it is worth to whoever reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lazo.differentiate.queries.group_value import GroupValue, group_values
from lazo.differentiate.queries.portfolio import account_view
from lazo.identify.models import CompanyProfile, Party
from lazo.identify.queries.hierarchy import Group, GroupCompany, group_of
from lazo.interact.queries.account_plan import plan_of
from lazo.kernel.models import User


@dataclass(frozen=True)
class CompanyNode:
    """A company of the tree and those directly below it, with what it is worth alone."""

    company: GroupCompany
    worth: GroupValue
    below: tuple["CompanyNode", ...]

    @property
    def is_open(self) -> bool:
        """Whether the tree is unfolded here at first: two steps, and the way to the company that is asked about."""
        return self.company.depth < 2 or self.leads_here

    @property
    def leads_here(self) -> bool:
        return self.company.is_here or any(node.leads_here for node in self.below)


@dataclass(frozen=True)
class GroupView:
    """`nodes` are the heads of the tree as the reader sees it, `value` all seen members together; both empty of a company that stands alone."""

    group: Group
    nodes: tuple[CompanyNode, ...]
    value: GroupValue

    @property
    def here(self) -> GroupCompany | None:
        return next((company for company in self.group.companies if company.is_here), None)


def group_view(party: Party, *, user: User) -> GroupView:
    """Six queries at most, however large the group."""
    group = group_of(party, user)
    if not group.companies:
        return GroupView(group, (), GroupValue())
    whole = {0: group.members} | {company.id: (company.id,) for company in group.companies}
    worth = group_values(groups=whole, user=user)
    below: dict[int | None, list[GroupCompany]] = {}
    for company in group.companies:
        below.setdefault(company.above, []).append(company)
    value = worth.pop(0)
    return GroupView(group, _nodes(None, below, worth), _with_hidden(value, group.hidden))


def _nodes(
    above: int | None, below: Mapping[int | None, list[GroupCompany]], worth: Mapping[int, GroupValue]
) -> tuple[CompanyNode, ...]:
    return tuple(CompanyNode(one, worth[one.id], _nodes(one.id, below, worth)) for one in below.get(above, ()))


def _with_hidden(value: GroupValue, hidden: int) -> GroupValue:
    return replace(value, hidden=hidden)


def company_context(party: Party, *, user: User, family: Sequence[int]) -> dict[str, Any]:
    """What the page of a company shows beyond any customer's: what it does, how large it is, its group, its place in the portfolio; nothing of
    others.
    """
    if party.kind != Party.Kind.ORGANIZATION:
        return {}
    return {
        "account": account_view(account=party, family=family),
        "account_plan": plan_of(family=family, user=user),
        "group": group_view(party, user=user),
        "profile": CompanyProfile.objects.filter(pk=party.pk).first(),
        "industries": CompanyProfile.Industry.choices,
        "sizes": CompanyProfile.Size.choices,
    }
