"""Finding a party under the reader's row access: by its number, by its name, with all records it was found to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lazo.identify.models import Party
from lazo.kernel.models import Event, Share, User

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
    """The party that number `party` stands for today; None when the user may not see it or it is not there."""
    born = Party.objects.visible_to(user).filter(pk=party).first()
    if born is None or born.canonical_id is None:
        return born
    return Party.objects.visible_to(user).filter(pk=born.canonical_id).first()


def family_of(party: Party) -> list[int]:
    """The ids of the party and of all records that were found to be it, the party first."""
    return [party.pk, *Party.objects.filter(canonical=party).order_by("pk").values_list("pk", flat=True)]


def standing_for(rows: "QuerySet[Share, int]") -> Iterable[int]:
    """The customers that the parties of `rows` (ids) were found to be; one query."""
    found = Party.objects.filter(pk__in=rows.values("row"), canonical__isnull=False)
    return (number for number in found.values_list("canonical_id", flat=True) if number is not None)


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
    rows = found.order_by("folded_name", "pk").values_list("pk", "name", "kind", "city", "country")[:AT_MOST]
    return [PartyFound(*row) for row in rows]


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
