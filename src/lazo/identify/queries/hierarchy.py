"""Companies above and below each other: of parent and subsidiary, of site and house, however deep.

An edge may hang on any record of a company; a company stands for all its records. Asked by one recursive statement of either database, from a few
companies outward along the indexes of relations, so that it costs what the group is large and not what the base is.
"""

# ruff: noqa: S608 - names of tables are our own constants and the numbers are whole numbers of ours

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from lazo.identify.models import Party
from lazo.kernel.models import User

PARENT, SITE = "parent-subsidiary", "site-of"
HIERARCHY = (PARENT, SITE)
"""Of the first the origin stands above, of the second the target."""
DEEPEST = 20
MOST_COMPANIES = 20_000
MOST_SHOWN = 500

DOWN = """
    JOIN identify_partyrelationship r ON r.valid_to IS NULL AND (
        (r.type_id = 'parent-subsidiary' AND r.origin_id = f.id) OR (r.type_id = 'site-of' AND r.target_id = f.id))
    JOIN identify_party c ON c.id = CASE WHEN r.type_id = 'site-of' THEN r.origin_id ELSE r.target_id END AND c.retired_at IS NULL"""
UP = """
    JOIN identify_partyrelationship r ON r.valid_to IS NULL AND (
        (r.type_id = 'parent-subsidiary' AND r.target_id = f.id) OR (r.type_id = 'site-of' AND r.origin_id = f.id))
    JOIN identify_party c ON c.id = CASE WHEN r.type_id = 'site-of' THEN r.target_id ELSE r.origin_id END AND c.retired_at IS NULL"""


@dataclass(frozen=True)
class GroupCompany:
    """A company in the tree of its group: `above` is the one over it (None: the head), `relation` the row that says so.

    `depth` counts from the head, `is_site` that it is a place of the one above and no company of its own, `is_here` that it is asked about.
    """

    id: int
    name: str
    city: str
    depth: int
    above: int | None
    relation: int | None
    since: date | None
    is_site: bool
    is_here: bool


@dataclass(frozen=True)
class Group:
    """Companies in the order of the tree, each behind the one above; `hidden` are those the reader may not see, `members` those seen.

    `is_cut` where a group has more than can be shown.
    """

    companies: tuple[GroupCompany, ...]
    members: tuple[int, ...]
    hidden: int
    is_cut: bool = False


def companies_above(party: Party) -> list[int]:
    """The numbers of the companies over `party`, the nearest first; empty for a head. A ring that a merge closed is read once."""
    rows = _walk([party.canonical_id or party.pk], UP)
    return [number for _root, number, depth in sorted(rows, key=lambda row: (row[2], row[1])) if depth]


def groups_below(heads: Collection[int]) -> dict[int, list[int]]:
    """By company, the numbers of all that stand below it, itself first; one statement for all of them, at most 20,000 rows."""
    found: dict[int, list[int]] = {head: [head] for head in heads}
    for root, number, depth in _walk(heads, DOWN):
        if depth:
            found[root].append(number)
    return found


def group_of(party: Party, user: User) -> Group:
    """The whole group of a company under the reader's row access; empty where nothing stands above or below it."""
    above = companies_above(party)
    head = above[-1] if above else party.pk
    edges = _edges(head)
    if not edges:
        return Group((), (), 0)
    numbers = {head, *(edge.child for edge in edges)}
    rows_seen = Party.objects.visible_to(user).filter(pk__in=numbers).only("name", "folded_name", "city")
    seen = {one.pk: one for one in rows_seen}
    rows = tuple(_in_order(head, edges, seen, party.pk))
    return Group(rows[:MOST_SHOWN], tuple(sorted(seen)), len(numbers) - len(seen), len(rows) > MOST_SHOWN)


@dataclass(frozen=True)
class _Edge:
    parent: int
    child: int
    relation: int
    type: str
    since: date | None


def _walk(starts: Collection[int], step: str) -> list[tuple[int, int, int]]:
    """Of each start, whom the steps lead to and how far away they are at least; the start itself at 0."""
    if not starts:
        return []
    numbers = ", ".join(str(int(start)) for start in starts)
    return _rows(f"""
        WITH RECURSIVE tree(root, id, depth) AS (
            SELECT p.id, p.id, 0 FROM identify_party p WHERE p.id IN ({numbers})
            UNION
            SELECT t.root, coalesce(c.canonical_id, c.id), t.depth + 1 FROM tree t
            JOIN identify_party f ON f.id = t.id OR f.canonical_id = t.id {step}
            WHERE t.depth < {DEEPEST} AND coalesce(c.canonical_id, c.id) <> t.root)
        SELECT root, id, min(depth) FROM tree GROUP BY root, id ORDER BY root, 3, id LIMIT {MOST_COMPANIES}""")


def _edges(head: int) -> list[_Edge]:
    """The edges of the tree below a company, the oldest first; of a company under two the older one counts."""
    rows = _rows(f"""
        WITH RECURSIVE tree(id, depth) AS (
            SELECT p.id, 0 FROM identify_party p WHERE p.id = {int(head)}
            UNION
            SELECT coalesce(c.canonical_id, c.id), t.depth + 1 FROM tree t
            JOIN identify_party f ON f.id = t.id OR f.canonical_id = t.id {DOWN}
            WHERE t.depth < {DEEPEST} AND coalesce(c.canonical_id, c.id) <> {int(head)}),
        member(id) AS (SELECT DISTINCT id FROM tree LIMIT {MOST_COMPANIES})
        SELECT m.id, coalesce(c.canonical_id, c.id), r.id, r.type_id, CAST(r.valid_from AS text) FROM member m
        JOIN identify_party f ON f.id = m.id OR f.canonical_id = m.id {DOWN}
        ORDER BY r.id""")
    found: dict[int, _Edge] = {}
    for parent, child, relation, type_key, since in rows:
        if child not in {parent, head}:
            edge = _Edge(parent, child, relation, type_key, date.fromisoformat(since) if since else None)
            found.setdefault(child, edge)
    return list(found.values())


def _in_order(head: int, edges: Iterable[_Edge], seen: dict[int, Party], here: int) -> Iterable[GroupCompany]:
    """The tree as lines; below a company that the reader may not see, its own stand one step to the left."""
    below: dict[int, list[_Edge]] = {}
    for found in edges:
        below.setdefault(found.parent, []).append(found)
    waiting: list[tuple[int, int, int | None, _Edge | None]] = [(head, 0, None, None)]
    told: set[int] = set()
    while waiting:
        number, depth, above, edge = waiting.pop()
        if number in told:
            continue
        told.add(number)
        party = seen.get(number)
        if party is not None:
            yield _company(party, depth, above, edge, here)
        children = sorted(below.get(number, ()), key=lambda one: _name(seen, one.child), reverse=True)
        step = (depth + 1, number) if party is not None else (depth, above)
        waiting += [(one.child, *step, one) for one in children]


def _name(seen: dict[int, Party], number: int) -> tuple[str, int]:
    party = seen.get(number)
    return (party.folded_name if party else "", number)


def _company(party: Party, depth: int, above: int | None, edge: _Edge | None, here: int) -> GroupCompany:
    return GroupCompany(
        id=party.pk,
        name=party.name,
        city=party.city,
        depth=depth,
        above=above,
        # What hangs on a company that is not seen is nobody's to move.
        relation=edge.relation if edge and edge.parent == above else None,
        since=edge.since if edge else None,
        is_site=bool(edge and edge.type == SITE),
        is_here=party.pk == here,
    )


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
