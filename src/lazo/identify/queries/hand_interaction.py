"""Notes and calls that people of the company wrote about a customer."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from lazo.identify.models import Interaction, Party
from lazo.identify.models.interaction import CALL, NOTE
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import may
from lazo.kernel.models import User

AT_MOST = 50


def notes_of(party: Party) -> list[Interaction]:
    """The last fifty notes about a party whom the caller has shown to be visible, the newest first, with their authors."""
    return list(_written(party, NOTE)[:AT_MOST])


def calls_of(party: Party) -> list[Interaction]:
    """The last fifty calls that somebody wrote down, the newest first, with their authors."""
    return list(_written(party, CALL)[:AT_MOST])


def note_of(party: Party, note: int) -> Interaction | None:
    """One note about the party; None when that is no note of theirs."""
    return _written(party, NOTE).filter(pk=note).first()


def call_of(party: Party, call: int) -> Interaction | None:
    """One call with the party that somebody wrote down; None when there is no such call."""
    return _written(party, CALL).filter(pk=call).first()


def rewritable(user: User, rows: Sequence[Interaction]) -> list[tuple[Interaction, bool]]:
    """Each row, and whether `user` may mend or take it away: its author may, and who administers."""
    administers = may(user, "may_administer")
    return [(row, administers or row.by_id == user.pk) for row in rows]


def last_contacts(*, parties: Collection[int]) -> dict[int, date]:
    """The last day on which we and each of these customers spoke, in any channel; notes among ourselves do not count. One query."""
    wanted = list(parties)
    rows = Interaction.objects.filter(Q(party_id__in=wanted) | Q(party__canonical_id__in=wanted)).exclude(
        kind=NOTE, by__isnull=False
    )
    grouped = rows.annotate(customer=Coalesce("party__canonical_id", "party_id")).values_list("customer")
    return dict(grouped.annotate(last=Max("occurred_on")).order_by())


def _written(party: Party, kind: str) -> "QuerySet[Interaction]":
    rows = Interaction.objects.filter(party_id__in=family_of(party), kind=kind, by__isnull=False)
    return rows.select_related("by").order_by("-occurred_on", "-pk")
