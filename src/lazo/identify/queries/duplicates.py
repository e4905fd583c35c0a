"""Who may be there already, while somebody is being written: the same telephone, e-mail or document, or nearly the same name in the same city."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q

from lazo.identify.contact_keys import contact_key
from lazo.identify.models import ContactPoint, Party, PartyIdentifier
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.queries.shared_words import sharing_words
from lazo.identify.queries.sketch_match import sureness
from lazo.kernel.models import User

AT_MOST = 5
LOOKED_AT = 100
SHARING, COMPARED = 300, 40
LIKELY = 0.5
NEAR = 0.84
"""Letters in common, word order aside: «Maria Jose Garate» and «María José Gárate Ruiz» meet; «María Ruiz» and «Mario Ruz» do not."""
FEWEST_LETTERS = 4
LAST_LETTER = "\uffff"


@dataclass(frozen=True)
class Sketch:
    """What is written so far; lists are texts as a person writes them, `country` by whose rules they are read."""

    name: str = ""
    kind: str = ""
    city: str = ""
    country: str = ""
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    handles: Sequence[str] = ()
    documents: Sequence[str] = ()


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the same. `why` is document, email, phone, handle or name; `is_exact` is false of a near name.

    `probability` is what the model of the last run says of it; null before the first, and of who has nothing to be compared with.
    """

    id: int
    name: str
    kind: str
    city: str
    country: str
    why: str
    is_exact: bool
    probability: float | None = None


def likely_duplicates(*, user: User, sketch: Sketch, without: int | None = None) -> list[Likely]:
    """Up to five customers whom `user` sees and who may be the one of `sketch`, the surest first; `without` is left out.

    Text that nobody can read as a telephone, e-mail or document is passed over. Of another city is only who the model of the last run finds
    likelier the same than not. A fixed number of queries find them by keys, beginnings and words of names; five more, all by number, let the
    model compare what is written with the few that were found.
    """
    found: dict[int, tuple[str, Party]] = {}
    by_name = _by_name(user, sketch)
    for why, rows in (*_by_key(user, sketch), ("name", [party for party, _is_near in by_name])):
        for party in rows:
            if party.pk != without:
                found.setdefault(party.pk, (why, party))
    sure = sureness(_as_record(sketch), [party for _why, party in found.values()])
    elsewhere = {party.pk for party, is_near in by_name if not is_near}
    kept = [
        (why, party)
        for why, party in found.values()
        if why != "name" or party.pk not in elsewhere or sure.get(party.pk, 0.0) >= LIKELY
    ]
    # A shared key says more than a likeness of names; among equals the model decides.
    ranked = sorted(kept, key=lambda one: (one[0] == "name", -sure.get(one[1].pk, 0.0)))
    return [_likely(party, why, sure.get(party.pk)) for why, party in ranked[:AT_MOST]]


def _as_record(sketch: Sketch) -> dict[str, Any]:
    """What is written, with the columns of linkage."""
    documents = _document_keys(sketch)
    return {
        "kind": sketch.kind or Party.Kind.PERSON,
        "name": sketch.name,
        "city": sketch.city,
        "country": sketch.country,
        "emails": _contact_keys(ContactPoint.Kind.EMAIL, sketch.emails, sketch.country),
        "phones": _contact_keys(ContactPoint.Kind.PHONE, sketch.phones, sketch.country),
        "documents": documents,
        "document_schemes": ["" for _key in documents],
    }


def _by_key(user: User, sketch: Sketch) -> Iterable[tuple[str, list[Party]]]:
    documents = _document_keys(sketch)
    if documents:
        held = PartyIdentifier.objects.filter(key__in=documents)
        yield "document", _customers(user, held.values_list("party_id", flat=True))
    for why, kind, texts in (
        ("email", ContactPoint.Kind.EMAIL, sketch.emails),
        ("phone", ContactPoint.Kind.PHONE, sketch.phones),
    ):
        keys = _contact_keys(kind, texts, sketch.country)
        if keys:
            held_points = ContactPoint.objects.identifying().filter(kind=kind, key__in=keys)
            yield why, _customers(user, held_points.values_list("party_id", flat=True))
    handles = _handles(sketch.handles)
    if handles:
        held_points = ContactPoint.objects.identifying().filter(handles)
        yield "handle", _customers(user, held_points.values_list("party_id", flat=True))


def _contact_keys(kind: str, texts: Iterable[str], country: str) -> list[str]:
    read = (contact_key(kind, text, country) for text in filter(str.strip, list(texts)[:20]))
    return [found.key for found in read if found]


def _handles(texts: Iterable[str]) -> Q | None:
    """The names in networks, each with its network; None without any."""
    from lazo.identify.imports.values.handles import read_line

    found: Q | None = None
    for text in filter(str.strip, list(texts)[:20]):
        read = read_line(text)
        if read:
            one = Q(kind=read[0], key=read[1].key)
            found = found | one if found else one
    return found


def _document_keys(sketch: Sketch) -> list[str]:
    from lazo.identify.imports.values.tax_ids import read_tax_id

    found = [(text, read_tax_id(text, country=sketch.country)) for text in list(sketch.documents)[:20] if text.strip()]
    return [f"{sketch.country}:{document.core}" for _text, document in found if document is not None]


def _customers(user: User, parties: Iterable[int]) -> list[Party]:
    """Who these records stand for, of those the user sees, by id."""
    born = Party.objects.filter(pk__in=list(parties)[:LOOKED_AT]).values_list("pk", "canonical_id")
    customers = {canonical or number for number, canonical in born}
    seen = Party.objects.visible_to(user).current().filter(pk__in=customers)
    return list(seen.select_related("golden").order_by("pk")[:AT_MOST])


def _by_name(user: User, sketch: Sketch) -> list[tuple[Party, bool]]:
    """Nearly the same name, the nearest first, and whether it is of the same city or one of the two has none."""
    from lazo.identify.imports.values.folding import fold

    name, city = fold(sketch.name), fold(sketch.city)
    begins = _beginnings(name)
    if begins is None:
        return []
    rows = Party.objects.visible_to(user).current().select_related("golden")
    if sketch.kind:
        rows = rows.filter(kind=sketch.kind)
    rows = rows.order_by("folded_name", "pk")
    met = {party.pk: party for party in rows.filter(begins)[:LOOKED_AT]}
    if city:
        # Of a name that begins as many do, those of the city come in whatever the alphabet says; and there the first word is enough.
        there = Q(city__istartswith=sketch.city.strip()[:3])
        if len(met) == LOOKED_AT:
            met |= {party.pk: party for party in rows.filter(begins & there)[:LOOKED_AT]}
        met |= {party.pk: party for party in rows.filter(_range(f"{name.split()[0]} ") & there)[:LOOKED_AT]}
    sharing = set(sharing_words(sketch.name, limit=SHARING)) - met.keys()
    met |= {party.pk: party for party in rows.filter(pk__in=sharing)} if sharing else {}
    near = [(_likeness(name, party.folded_name), party) for party in met.values()]
    near = [pair for pair in near if pair[0] >= NEAR]
    told = [(likeness, party, not city or not party.city or fold(party.city) == city) for likeness, party in near]
    told.sort(key=lambda one: (not one[2], -one[0], one[1].pk))
    return [(party, is_near) for _likeness, party, is_near in told[:COMPARED]]


def _beginnings(name: str) -> Q | None:
    """Names that begin alike, with the first two words in either order; None while there is too little to tell."""
    words = name.split()
    if len(name) < FEWEST_LETTERS:
        return None
    if len(words) == 1:
        return _range(name[:6])
    first, second = words[0], words[1]
    return _range(f"{first} {second[:2]}") | _range(f"{second} {first[:2]}")


def _range(prefix: str) -> Q:
    """The names with that beginning, as a range that the index on folded names answers."""
    return Q(folded_name__gte=prefix, folded_name__lt=prefix + LAST_LETTER)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1, whatever the order of the words; a name that holds all words of the other is as good as it. 0 of any that is not NEAR."""
    ours, theirs = set(one.split()), set(other.split())
    if len(ours & theirs) >= 2 and (ours <= theirs or theirs <= ours):
        return 0.95 if ours != theirs else 1.0
    matcher = SequenceMatcher(None, " ".join(sorted(ours)), " ".join(sorted(theirs)))
    # Both are cheap and never smaller than what follows.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < NEAR:
        return 0.0
    # A slip in the first letter of a word moves it among the others: as they were written they may be nearer.
    return max(matcher.ratio(), SequenceMatcher(None, one, other).ratio())


def _likely(party: Party, why: str, probability: float | None) -> Likely:
    shown = as_it_holds(party)
    return Likely(
        id=shown.pk,
        name=shown.name,
        kind=shown.kind,
        city=shown.city,
        country=shown.country,
        why=why,
        is_exact=why != "name",
        probability=probability,
    )
