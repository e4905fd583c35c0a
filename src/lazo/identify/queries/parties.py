"""Finding a party under the reader's row access: by its number, by its name, with all records it was found to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lazo.identify.models import Party
from lazo.identify.models.golden_record import as_it_holds
from lazo.kernel.models import Event, Share, User
from lazo.kernel.prepared import Prepared

LAST_LETTER = "\uffff"
AT_MOST = 10


@dataclass(frozen=True)
class PartyFound:
    """One party of a search, with what tells it from a namesake; `city` and `country` are blank where unknown."""

    id: int
    name: str
    kind: str
    city: str
    country: str


def party_for(*, user: User, party: int) -> Party | None:
    """The party that number `party` stands for today, with the values that hold; None when the user may not see it or it is not there."""
    customer = Coalesce(Subquery(Party.objects.filter(pk=party).values("canonical")), party)
    found = Party.objects.visible_to(user).select_related("golden").filter(pk=customer).first()
    return None if found is None else as_it_holds(found)


_records = Prepared(lambda party: Party.objects.filter(canonical_id=party).order_by("pk").values_list("pk"), int)


def family_of(party: Party) -> list[int]:
    """The ids of the party and of all records that were found to be it, the party first."""
    return [party.pk, *(number for (number,) in _records(party.pk))]


def standing_for(rows: "QuerySet[Share, int]") -> Iterable[int]:
    """The customers that the parties of `rows` (ids) were found to be; one query."""
    found = Party.objects.filter(pk__in=rows.values("row"), canonical__isnull=False)
    return (number for number in found.values_list("canonical_id", flat=True) if number is not None)


def customers_with_records_of(owners: Iterable[int], teams: Iterable[int]) -> "QuerySet[Party, int]":
    """The customers, looked after by others, one of whose records is of these owners or teams."""
    theirs = Q(owner__in=owners) | Q(team__in=teams)
    seen = Q(canonical__owner__in=owners) | Q(canonical__team__in=teams)
    others = Party.objects.filter(theirs, canonical__isnull=False).exclude(seen)
    return others.order_by().values_list("canonical_id", flat=True).distinct()


def parties_named(*, user: User, prefix: str, without: int | None = None) -> list[PartyFound]:
    """Up to ten parties that the user may see whose name begins with `prefix`, accents and capitals aside, by name.

    Blank finds nobody; `without` leaves that party out.
    """
    begins = name_begins(prefix)
    if begins is None:
        return []
    found = Party.objects.visible_to(user).current().filter(begins)
    if without is not None:
        found = found.exclude(pk=without)
    rows = found.order_by("folded_name", "pk").select_related("golden")[:AT_MOST]
    return [PartyFound(row.pk, row.name, row.kind, row.city, row.country) for row in map(as_it_holds, rows)]


def name_begins(prefix: str) -> Q | None:
    """The filter for a name's beginning, as a range that the index on folded names answers; None for a blank one."""
    from lazo.identify.imports.values.folding import fold  # it loads Arrow, which no page needs before the first search

    folded = fold(prefix)
    return Q(folded_name__gte=folded, folded_name__lt=folded + LAST_LETTER) if folded else None


def editor_of(party: Party) -> str:
    """The name of whoever saved the party as it is now; blank when that was no person, such as an import."""
    last = Event.objects.filter(table="identify_party", row=party.pk, kind="party.edited").select_related("by")
    event = last.order_by("-pk").first()
    if event is None or event.by is None or event.data.get("version") != party.version:
        return ""
    return event.by.name
