"""Who was not contacted, and why: of an experiment by rule, of a customer, and row by row for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lazo.customize.models import ContactBlock
from lazo.kernel.models import User


@dataclass(frozen=True)
class RuleCount:
    """How many customers a rule held back; `country` is whose law it is, blank where it is no country's."""

    rule: str
    country: str
    stage: str
    customers: int


def block_counts(*, experiment: int) -> list[RuleCount]:
    """Of an experiment, by rule and stage, the largest first; each customer once a rule. One query."""
    rows = ContactBlock.objects.filter(experiment=experiment).order_by().values("rule", "country", "stage")
    found = rows.annotate(customers=Count("party", distinct=True))
    counts = [RuleCount(row["rule"], row["country"], row["stage"], row["customers"]) for row in found]
    return sorted(counts, key=lambda one: (-one.customers, one.rule, one.stage))


def blocks_of(*, family: Iterable[int]) -> list[ContactBlock]:
    """The last twenty of a customer's records, the newest first; the caller has shown the customer to be visible."""
    rows = ContactBlock.objects.filter(party__in=list(family)).select_related("experiment")
    return list(rows.order_by("-pk")[:20])


def blocks_visible(
    *, user: User, filters: Mapping[str, str | int | date], before: int | None, limit: int
) -> "QuerySet[ContactBlock]":
    """A page of blocks of customers whom the user may see, the newest first, with numbers below `before`.

    `filters` are columns: rule, purpose, channel, stage, experiment, on__gte, on__lt.
    """
    rows = ContactBlock.objects.visible_to(user).filter(**filters)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.order_by("-pk")[:limit]
