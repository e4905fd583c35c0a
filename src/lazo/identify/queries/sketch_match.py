"""How sure it is that somebody who is being written is one of a few customers: the model of the last run, on one record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lazo.identify.models import ContactPoint, Party, PartyIdentifier, ResolutionRun
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.queries.families import families_of

if TYPE_CHECKING:
    from lazo.analytics.linkage.model import Model

TEXTS = ("kind", "name", "given_name", "surnames", "legal_name", "trade_name", "country", "city", "address")
LISTS = {ContactPoint.Kind.EMAIL: "emails", ContactPoint.Kind.PHONE: "phones"}


def sureness(record: Mapping[str, Any], parties: Sequence[Party]) -> dict[int, float]:
    """The probability that `record` is each of these customers, with what all their records say; empty before the first run.

    `record` has the columns of `lazo.analytics.linkage`. Four queries, one more when another run has learned since.
    """
    learned = ResolutionRun.objects.filter(state=ResolutionRun.State.DONE, is_trained=True).order_by("-pk")
    newest = learned.values_list("pk", "started_at").first() if parties else None
    model = _model(*newest) if newest is not None else None
    if model is None:
        return {}
    from lazo.analytics.linkage.matching_one import match_one  # not before somebody writes a name

    found = match_one(record, _records(parties), model)
    return {match.party_id: match.probability for match in found}


@lru_cache(maxsize=1)
def _model(run: int, _started: datetime) -> "Model | None":
    import json

    from lazo.analytics.linkage.model import Model, UnableToReadModel
    from lazo.analytics.linkage.settings import PARTIES

    try:
        return Model.from_json(json.dumps(ResolutionRun.objects.get(pk=run).model), PARTIES)
    except UnableToReadModel:
        return None  # learned by another version: the next run learns again


def _records(parties: Sequence[Party]) -> list[dict[str, Any]]:
    families = families_of([party.pk for party in parties])
    whose = {record: customer for customer, family in families.items() for record in family}
    lists: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    points = ContactPoint.objects.identifying().filter(party_id__in=whose, kind__in=list(LISTS))
    for party, kind, key in points.values_list("party_id", "kind", "key"):
        lists[whose[party]][LISTS[ContactPoint.Kind(kind)]].append(key)
    papers = PartyIdentifier.objects.filter(party_id__in=whose).values_list("party_id", "key", "scheme")
    for party, key, scheme in papers:
        lists[whose[party]]["documents"].append(key)
        lists[whose[party]]["document_schemes"].append(scheme)
    return [_record(as_it_holds(party)) | dict(lists[party.pk]) for party in parties]


def _record(party: Party) -> dict[str, Any]:
    born = party.birth_date.isoformat() if party.birth_date else ""
    return {"party_id": party.pk, "birth_date": born, **{name: getattr(party, name) for name in TEXTS}}
