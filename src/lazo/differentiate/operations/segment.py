"""Segments made, edited, thrown away and taken back; every edit is a version that can be brought back."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.analytics.segments.definition import Node, nested
from lazo.analytics.segments.ordering import UnableToOrder, in_order
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.writing import as_json
from lazo.differentiate.models import Segment, SegmentVersion
from lazo.differentiate.segments.rules import Catalogue, catalogue, is_descriptive
from lazo.identify.folding import fold
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "differentiate_segment"
UNDO, UNDO_EDIT = "segment.removed", "segment.edited"
LONGEST_NAME, LONGEST_KEY, LONGEST_DESCRIPTION = 120, 60, 240
MOST_SEGMENTS = 1_000
RESERVED = {"rfm", "concentration"}
"""Addresses below /segments that are no segment's."""
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class UnableToSaveSegment(Exception):
    """`code` is nameless, too_long, bad_segment_key, key_taken, too_many, circle, is_list, is_rules, is_named (others name it), no_such_version, not_yours or stale.

    `params` are what the sentence names: the keys of a circle, those that name it.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class UnableToUseAsAudience(Exception):
    """The segment only says who somebody is: nobody is written to for that alone (DOMAIN 3.1)."""


@transaction.atomic
def create_segment(
    *, by: User, name: str, definition: Any = None, key: str = "", description: str = "", kind: str = Segment.Kind.RULES
) -> Segment:
    """Keep rules under a name, or begin an empty list; blank `key` is made from the name. Writes `segment.created`.

    Raises UnableToSaveSegment, and UnableToParseSegment for rules that cannot be read.
    """
    if Segment.objects.live().count() >= MOST_SEGMENTS:
        raise UnableToSaveSegment("too_many")
    known = catalogue()
    told = _told(name, description)
    tree = None if kind == Segment.Kind.LIST else parse(definition, known.vocabulary)
    row = Segment(key=_key(key, told["name"]), kind=kind, owner=by, **told, **_rules(tree, known, ""))
    _save(row)
    _keep_version(row, by)
    record_event(kind="segment.created", by=by, table=TABLE, row=row.pk, data={"kind": row.kind, "key": row.key})
    return row


@transaction.atomic
def edit_segment(*, segment: Segment, by: User, version: int, **changes: Any) -> Segment:
    """Another `name`, `description` or `definition` for a segment; without a difference nothing is written. Writes `segment.edited`.

    `version` is that of the segment when the person began. Raises UnableToSaveSegment, UnableToParseSegment.
    """
    held = _own(segment, by)
    if held.version != version:
        raise UnableToSaveSegment("stale", version=held.version)
    before = (held.name, held.description, held.definition)
    for field, value in _told(changes.get("name", held.name), changes.get("description", held.description)).items():
        setattr(held, field, value)
    if "definition" in changes:
        if held.kind == Segment.Kind.LIST:
            raise UnableToSaveSegment("is_list")
        known = catalogue()
        for field, value in _rules(parse(changes["definition"], known.vocabulary), known, held.key).items():
            setattr(held, field, value)
    if (held.name, held.description, held.definition) == before:
        return held
    held.version = version + 1
    held.changed_at = Now()
    _save(held)
    _keep_version(held, by)
    _mark_those_who_name(held)
    changed = [
        n for n, old in zip(("name", "description", "definition"), before, strict=True) if getattr(held, n) != old
    ]
    record_event(
        kind="segment.edited", by=by, table=TABLE, row=held.pk, data={"version": held.version, "fields": changed}
    )
    held.refresh_from_db()
    return held


def restore_version(*, segment: Segment, by: User, number: int, version: int) -> Segment:
    """Make a former version the newest: its name, description and rules. Raises as `edit_segment` does."""
    kept = SegmentVersion.objects.filter(segment=segment, number=number).first()
    if kept is None:
        raise UnableToSaveSegment("no_such_version")
    told: dict[str, Any] = {"name": kept.name, "description": kept.description}
    if segment.kind == Segment.Kind.RULES:
        told["definition"] = kept.definition
    return edit_segment(segment=segment, by=by, version=version, **told)


@transaction.atomic
def remove_segment(*, segment: Segment, by: User) -> str:
    """Throw a segment away; its history stays. Returns the token that takes it back. Writes `segment.removed`. Raises UnableToSaveSegment."""
    held = _own(segment, by)
    naming = sorted(key for key, tree in catalogue().trees.items() if held.key in nested(tree) and key != held.key)
    if naming:
        raise UnableToSaveSegment("is_named", keys=", ".join(naming))
    Segment.objects.filter(pk=held.pk).update(removed_at=Now())
    record_event(kind="segment.removed", by=by, table=TABLE, row=held.pk, data={"key": held.key})
    label = _("Segmento «%(name)s» eliminado") % {"name": held.name}
    return offer_undo(by=by, label=label, kind=UNDO, data={"segment": held.pk})


def undo_removal(by: User, data: dict[str, Any]) -> Undone:
    """Bring a segment back. Raises UnableToUndo when its key was given to another meanwhile."""
    try:
        with transaction.atomic():
            count = Segment.objects.filter(pk=data["segment"], removed_at__isnull=False).update(removed_at=None)
    except IntegrityError as error:
        raise UnableToUndo("changed_since") from error
    if not count:
        raise UnableToUndo("changed_since")
    record_event(kind="segment.restored", by=by, table=TABLE, row=data["segment"])
    return Undone(restored=1)


def offer_edit_undo(*, segment: Segment, by: User) -> str:
    """The token that brings back what the segment said before its newest version; blank when there is nothing before."""
    if segment.version < 2:
        return ""
    label = _("Segmento «%(name)s» cambiado") % {"name": segment.name}
    data = {"segment": segment.pk, "number": segment.version - 1, "version": segment.version}
    return offer_undo(by=by, label=label, kind=UNDO_EDIT, data=data)


def undo_edit(by: User, data: dict[str, Any]) -> Undone:
    """The version before, unless somebody edited since. Raises UnableToUndo."""
    segment = Segment.objects.live().filter(pk=data["segment"]).first()
    if segment is None or segment.version != data["version"]:
        raise UnableToUndo("changed_since")
    try:
        restore_version(segment=segment, by=by, number=data["number"], version=data["version"])
    except UnableToSaveSegment as error:
        raise UnableToUndo("changed_since") from error
    return Undone(restored=1)


def audience_of(segment: Segment) -> Segment:
    """The segment, for whoever is about to write to its customers. Raises UnableToUseAsAudience for one that only describes."""
    if segment.is_descriptive:
        raise UnableToUseAsAudience(
            _("«%(name)s» solo describe a las personas; agrega una regla de conducta, valor o relación.")
            % {"name": segment.name}
        )
    return segment


def _mark_those_who_name(held: Segment) -> None:
    """Whether a segment only describes follows from those it names: of whoever names others it is asked again."""
    known = catalogue()
    naming = [key for key, tree in known.trees.items() if nested(tree)]
    for row in Segment.objects.live().exclude(pk=held.pk).filter(key__in=naming):
        describes = is_descriptive(known.trees[row.key], known)
        if describes != row.is_descriptive:
            Segment.objects.filter(pk=row.pk).update(is_descriptive=describes)


def _own(segment: Segment, by: User) -> Segment:
    held = Segment.objects.select_for_update().live().filter(pk=segment.pk).first()
    if held is None or (held.owner_id != by.pk and not may(by, "may_administer")):
        raise UnableToSaveSegment("not_yours")
    return held


def _told(name: Any, description: Any) -> dict[str, str]:
    name = " ".join(str(name or "").replace("\x00", "").split())
    description = " ".join(str(description or "").replace("\x00", "").split())
    if not name:
        raise UnableToSaveSegment("nameless")
    if len(name) > LONGEST_NAME or len(description) > LONGEST_DESCRIPTION:
        raise UnableToSaveSegment("too_long")
    return {"name": name, "description": description}


def _key(key: str, name: str) -> str:
    """The key asked for, or one made from the name that nobody has."""
    taken = RESERVED | set(Segment.objects.live().values_list("key", flat=True))
    if key:
        if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            raise UnableToSaveSegment("bad_segment_key")
        if key in taken:
            raise UnableToSaveSegment("key_taken")
        return key
    base = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[: LONGEST_KEY - 5].strip("-") or "segmento"
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, MOST_SEGMENTS + 3))) if one not in taken)


def _rules(tree: Node | None, known: Catalogue, key: str) -> dict[str, Any]:
    if tree is None:
        return {"definition": {}, "is_descriptive": False}
    trees = {**known.trees, **({key: tree} if key else {})}
    try:
        in_order(trees, nested)
    except UnableToOrder as error:
        raise UnableToSaveSegment("circle", keys=" > ".join(error.circle)) from error
    return {"definition": as_json(tree), "is_descriptive": is_descriptive(tree, known)}


def _save(row: Segment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UnableToSaveSegment("key_taken") from error


def _keep_version(row: Segment, by: User) -> None:
    SegmentVersion.objects.create(
        segment=row, number=row.version, name=row.name, description=row.description, definition=row.definition, by=by
    )
