"""Segments: kept rules and lists, what they are worth, who is in them, and rules still being written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lazo.analytics.segments.definition import Node
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.parsing_values import UnableToParseSegment
from lazo.analytics.segments.writing import as_json
from lazo.api.answer import answer, asked_version, money, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of, today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.schemas.segment import (
    CustomerSegmentsOut,
    FreezingIn,
    ListingIn,
    ListingOut,
    PassagesOut,
    RestorationIn,
    RulesIn,
    SegmentIn,
    SegmentKey,
    SegmentMembersOut,
    SegmentNumbersOut,
    SegmentOut,
    SegmentPatch,
    SegmentSavedOut,
    SegmentsOut,
    SegmentVersionsOut,
    SentenceIn,
    SentenceOut,
)
from lazo.api.shape import Cursor, Id, Limit, UndoOfferOut
from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import (
    UnableToSaveSegment,
    create_segment,
    edit_segment,
    offer_edit_undo,
    remove_segment,
    restore_version,
)
from lazo.differentiate.operations.segment_list import Listed, add_to_list, freeze_segment, take_off_list
from lazo.differentiate.queries.segment_speech import read_typed, speech, spoken
from lazo.differentiate.queries.segments import (
    counts_of,
    found_segment,
    live_segments,
    members_of,
    numbers_of,
    versions_of,
)
from lazo.differentiate.segments.rules import catalogue, is_descriptive, read_kept
from lazo.differentiate.segments.sentence import Speech
from lazo.differentiate.segments.typed import UnableToReadSentence
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse

router = Router()
POINTERS = {"nameless": "/name", "bad_segment_key": "/key", "key_taken": "/key", "no_such_version": "/number"}
PLAIN = ("key", "name", "description", "kind", "definition", "version", "as_of", "created_at", "changed_at")


@router.get("/segments", response=SegmentsOut)
def list_segments(request: HttpRequest, counted: bool = False) -> HttpResponse:
    """All of them by name; with `counted` how many of the customers the person may see are in each."""
    user = caller(request, "customers:read")
    rows = list(live_segments())
    words = speech()
    counts: Mapping[str, int] = {}
    if counted and rows:
        with _told():
            counts = counts_of(user=user, segments={row.key: row for row in rows})
    return page(_row(row, words, counts.get(row.key)) for row in rows)


@router.post("/segments", response={201: SegmentOut})
def make_segment(request: HttpRequest, payload: SegmentIn) -> HttpResponse:
    """Keep rules under a name, or begin a list."""
    user = caller(request, "customers:write")
    with _told():
        made = create_segment(by=user, **payload.model_dump())
    return _shown(made.key, status=201)


@router.get("/segments/{key}", response=SegmentOut)
def get_segment(request: HttpRequest, key: SegmentKey) -> HttpResponse:
    """One segment: what it says, and in words."""
    caller(request, "customers:read")
    return _shown(key)


@router.patch("/segments/{key}", response=SegmentSavedOut)
def change_segment(request: HttpRequest, key: SegmentKey, payload: SegmentPatch) -> HttpResponse:
    """Another name or other rules: a new version."""
    user = caller(request, "customers:write")
    held = _found(key)
    said = payload.model_dump(exclude_unset=True, exclude={"version"})
    changes = {name: value for name, value in said.items() if value is not None}
    version = asked_version(request, payload.version)
    with _told():
        made = edit_segment(segment=held, by=user, version=version, **changes)
    undo = offer_edit_undo(segment=made, by=user) if made.version != version else ""
    return _shown(key, undo=undo)


@router.delete("/segments/{key}", response=UndoOfferOut)
def delete_segment(request: HttpRequest, key: SegmentKey) -> HttpResponse:
    """Throw a segment away; its history stays."""
    user = caller(request, "customers:write")
    with _told():
        return answer({"undo": remove_segment(segment=_found(key), by=user)})


@router.get("/segments/{key}/numbers", response=SegmentNumbersOut)
def get_numbers(request: HttpRequest, key: SegmentKey) -> HttpResponse:
    """How many, what they are worth, whom we may reach, where they stand; of the customers the person may see."""
    user = caller(request, "customers:read")
    segment = _found(key)
    with _told():
        found = numbers_of(user=user, segment=segment)
    tree = catalogue().trees.get(segment.key)
    return answer(_numbers(found, segment.is_descriptive, spoken(tree) if tree else ""))


@router.post("/segment-counts", response=SegmentNumbersOut)
def count_rules(request: HttpRequest, payload: RulesIn) -> HttpResponse:
    """The same of rules that nobody has kept yet; `rules` counts each condition by itself."""
    user = caller(request, "customers:read")
    with _told():
        known = catalogue()
        tree = parse(payload.definition, known.vocabulary)
        found = numbers_of(user=user, tree=tree)
    return answer(_numbers(found, is_descriptive(tree, known), spoken(tree)))


@router.post("/segment-sentences", response=SentenceOut)
def read_rules(request: HttpRequest, payload: SentenceIn) -> HttpResponse:
    """Rules from a sentence; the word that is not understood is named."""
    caller(request, "customers:read")
    with _told():
        tree = read_typed(payload.text, payload.language)[1]
    return answer({"definition": as_json(tree), "sentence": spoken(tree)})


@router.get("/segments/{key}/members", response=SegmentMembersOut)
def list_members(request: HttpRequest, key: SegmentKey, cursor: Cursor = "", limit: Limit = 100) -> HttpResponse:
    """Who is in a segment, by growing number; of the customers the person may see."""
    user = caller(request, "customers:read")
    after = read_cursor(cursor, int)[0] if cursor else 0
    with _told():
        found = members_of(user=user, segment=_found(key), after=after, limit=limit)
    rows = ({"id": row.customer_id, "since": row.since} for row in found.rows)
    following = make_cursor(found.next) if found.next else ""
    return page(rows, next_cursor=following, total=found.total, on=found.on)


@router.post("/segments/{key}/members", response=ListingOut)
def put_on_list(request: HttpRequest, key: SegmentKey, payload: ListingIn) -> HttpResponse:
    """Put customers on a list."""
    user = caller(request, "customers:write")
    with _told():
        return _listed(add_to_list(segment=_found(key), by=user, customers=payload.customers))


@router.post("/segments/{key}/removals", response=ListingOut)
def take_off(request: HttpRequest, key: SegmentKey, payload: ListingIn) -> HttpResponse:
    """Take customers off a list."""
    user = caller(request, "customers:write")
    with _told():
        return _listed(take_off_list(segment=_found(key), by=user, customers=payload.customers))


@router.post("/segments/{key}/snapshots", response={201: SegmentOut})
def make_snapshot(request: HttpRequest, key: SegmentKey, payload: FreezingIn) -> HttpResponse:
    """Keep who is in a segment today as a list of its own."""
    user = caller(request, "customers:write")
    with _told():
        made = freeze_segment(segment=_found(key), by=user, name=payload.name)
    return _shown(made.key, status=201)


@router.get("/segments/{key}/versions", response=SegmentVersionsOut)
def list_versions(request: HttpRequest, key: SegmentKey) -> HttpResponse:
    """What a segment said, the newest first."""
    caller(request, "customers:read")
    names = ("number", "name", "description", "definition", "at")
    rows = versions_of(_found(key))
    return page({**{name: getattr(row, name) for name in names}, "by": row.by_id} for row in rows)


@router.post("/segments/{key}/restorations", response=SegmentSavedOut)
def bring_back(request: HttpRequest, key: SegmentKey, payload: RestorationIn) -> HttpResponse:
    """Make a former version the newest."""
    user = caller(request, "customers:write")
    version = asked_version(request, payload.version)
    with _told():
        made = restore_version(segment=_found(key), by=user, number=payload.number, version=version)
    return _shown(key, undo=offer_edit_undo(segment=made, by=user) if made.version != version else "")


@router.get("/segments/{key}/passages", response=PassagesOut)
def list_passages(request: HttpRequest, key: SegmentKey, limit: Limit = 200) -> HttpResponse:
    """Who came into a segment and who left it, and which rules changed for them; the newest first."""
    from lazo.differentiate.queries.segment_history import passages

    user = caller(request, "customers:read")
    with _told():
        found = passages(segment=_found(key), user=user, limit=limit)
    names = ("on", "entered", "because")
    return page({"customer": one.customer_id, **{name: getattr(one, name) for name in names}} for one in found)


@router.get("/customers/{customer}/segments", response=CustomerSegmentsOut)
def list_of_customer(request: HttpRequest, customer: Id) -> HttpResponse:
    """The segments that a customer is in, from the database of this moment."""
    from lazo.differentiate.queries.segment_customer import segments_of_customer

    user = caller(request, "customers:read")
    party = found_party(user, customer)
    found = segments_of_customer(user=user, customer=party.pk, on=today())
    return answer({"segments": found or []})


@contextmanager
def _told() -> Iterator[None]:
    """Whatever may be anticipated, as a problem that leads to its place."""
    try:
        yield
    except UnableToParseSegment as error:
        raise Problem(422, "invalid", [FieldError(_pointer(error.path), error.code, error.params)]) from error
    except UnableToSaveSegment as error:
        if error.code == "stale":
            raise Problem(409, "stale", params=error.params, extra=error.params) from error
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    except UnableToReadSentence as error:
        place = {"word": error.word, "position": error.position}
        raise Problem(422, error.code, [FieldError("/text", error.code, error.params)], error.params, place) from error
    except UnableToOpenWarehouse as error:
        raise Problem(409, "no_warehouse") from error


def _pointer(path: str) -> str:
    """«all[2].any[0].in» as a JSON pointer into the body."""
    parts = path.replace("[", ".").replace("]", "").split(".") if path else []
    return "/".join(["/definition", *parts])


def _found(key: str) -> Segment:
    found = found_segment(key)
    if found is None:
        raise not_found()
    return found


def _shown(key: str, *, status: int = 200, undo: str | None = None) -> HttpResponse:
    row = _found(key)
    told = _row(row, speech(), None)
    if undo is not None:
        told["undo"] = undo
    return answer(told, status=status, version=row.version, location=f"/api/v1/segments/{key}")


def _row(row: Segment, words: Speech, customers: int | None) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in PLAIN}
    tree = _tree(row, words)
    more = {"descriptive": row.is_descriptive, "owner": row.owner_id, "customers": customers}
    return {**told, **more, "sentence": spoken(tree, words)}


def _tree(row: Segment, words: Speech) -> Node | None:
    return None if row.kind == Segment.Kind.LIST else read_kept(row.definition, words.vocabulary)


def _listed(done: Listed) -> HttpResponse:
    return answer({"customers": done.customers, "undo": done.undo})


def _numbers(found: Any, descriptive: bool, text: str) -> dict[str, Any]:
    currency = currency_of(company())
    names = ("customers", "everybody", "reach", "areas", "rules", "month_ago", "on", "as_of")
    told = {name: getattr(found, name) for name in names}
    amounts = {name: money(getattr(found, name), currency) for name in ("value_12m", "value_365d")}
    return {**told, **amounts, "sample": list(found.sample), "descriptive": descriptive, "sentence": text}
