"""Finding parties by what somebody types: names in any order and writing, e-mails, telephones, documents, numbers of other systems."""

# ruff: noqa: S608 - names of tables are our own and the numbers are whole numbers of ours; what people type goes in as a parameter

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from lazo.identify.models import Party, SearchToken
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.search.typos import near_words
from lazo.identify.search.words import Wanted, wanted_words
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User

LAST = "\uffff"
MANY = 2_000
AT_MOST = 20
CANDIDATES = 3
WHY = {
    "n": "name",
    "e": "email",
    "p": "phone",
    "q": "phone",
    "m": "phone",
    "t": "tax_id",
    "u": "tax_id",
    "x": "external_id",
    "y": "external_id",
}
BACKWARDS = frozenset("quy")


@dataclass(frozen=True)
class Found:
    """One party that fits; `why` is the field that fitted (name, email, phone, tax_id, external_id), `shown` its value, masked.

    `shown` is blank where the name fitted. `city` and `country` are blank where unknown.
    """

    id: int
    name: str
    kind: str
    city: str
    country: str
    why: str
    shown: str


def search_parties(*, user: User, text: str, limit: int = AT_MOST, kinds: Collection[str] = ()) -> list[Found]:
    """Up to `limit` parties that `user` may see and that fit every word of `text`, whole words before beginnings, then by name.

    Accents, capitals and the order of words do not matter; telephones fit in any writing, by their last digits and
    by any four that follow one another. Words with a slip
    are tried only when nothing fits. Blank finds nobody.
    """
    rule, words = row_rule(user), wanted_words(text)
    if rule.nothing or not words:
        return []
    found = _fitting(rule, words, limit, kinds)
    return found or _fitting(rule, with_slips(words), limit, kinds)


def with_slips(words: Sequence[Wanted]) -> list[Wanted]:
    """The same words, where names may be those that differ in a letter; empty when no name is like them."""
    mended = []
    for word in words:
        near = near_words(word.text) if word.is_name else []
        if word.is_name and near:
            mended.append(replace(word, beginnings=(*word.beginnings, *((one, "n") for one in near))))
        else:
            mended.append(word)
    return mended if mended != list(words) else []


def token_condition(word: Wanted, alias: str) -> tuple[str, list[str]]:
    """SQL for a row of the token table `alias` that fits the word, with its parameters."""
    parts = [
        f"({alias}.token >= %s AND {alias}.token < %s AND {alias}.field IN ({_marks(fields)}))"
        for _start, fields in word.by_start
    ]
    values = [value for start, fields in word.by_start for value in (start, start + LAST, *fields)]
    return "(" + " OR ".join(parts) + ")", values


def _marks(fields: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(fields))


def fits(words: Sequence[Wanted], party: str) -> tuple[str, list[str]]:
    """SQL for: the party in column `party` has a token for each of the words, with its parameters."""
    parts, values = [], []
    for word in words:
        condition, told = token_condition(word, "o")
        parts.append(f"EXISTS (SELECT 1 FROM identify_searchtoken o WHERE o.party = {party} AND {condition})")
        values += told
    return " AND ".join(parts) or "1 = 1", values


def _fitting(rule: RowRule, words: Sequence[Wanted], limit: int, kinds: Collection[str]) -> list[Found]:
    if not words:
        return []
    counts = [_count(word) for word in words]
    least = min(range(len(words)), key=counts.__getitem__)
    others = [word for place, word in enumerate(words) if place != least]
    seen = _rule_sql(rule)
    if counts[least] >= MANY and not rule.everything and _count_seen(seen) < MANY:
        tokens = _among_seen(seen, words, limit)
    else:
        tokens = _by_token(seen, words[least], others, limit)
    return _shown(tokens, words, kinds, limit)


def _count(word: Wanted) -> int:
    """How many tokens fit, counted up to MANY."""
    total = 0
    for start, fields in word.by_start:
        total += _number(
            "SELECT count(*) FROM (SELECT 1 FROM identify_searchtoken t WHERE t.token >= %s AND t.token < %s"
            f" AND t.field IN ({_marks(fields)}) LIMIT {MANY}) few",
            [start, start + LAST, *fields],
        )
    return total


def _count_seen(seen: str) -> int:
    return _number(f"SELECT count(*) FROM (SELECT 1 FROM identify_party p WHERE {seen} LIMIT {MANY}) few", [])


def _number(sql: str, values: Sequence[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def _rule_sql(rule: RowRule) -> str:
    """SQL for the parties p of a rule: whole numbers of ours."""
    if rule.everything:
        return "1 = 1"
    parts = [
        f"p.{column} IN ({', '.join(str(int(one)) for one in sorted(ids))})"
        for column, ids in (("owner_id", rule.owners), ("team_id", rule.teams), ("id", rule.shared))
        if ids
    ]
    return "(" + " OR ".join(parts) + ")"


STANDING = "p.canonical_id IS NULL AND p.retired_at IS NULL"


def _by_token(seen: str, first: Wanted, others: Sequence[Wanted], limit: int) -> list[int]:
    """Parties in the order of the index, one beginning after the other, until there are enough."""
    rest, values = fits(others, "p.id")
    join = "JOIN" if connection.vendor == "postgresql" else "CROSS JOIN"
    found: dict[int, None] = {}
    for start, fields in first.by_start:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT p.id FROM identify_searchtoken t {join} identify_party p ON p.id = t.party"
                f" WHERE t.token >= %s AND t.token < %s AND t.field IN ({_marks(fields)}) AND {seen} AND {STANDING} AND {rest}"
                f" ORDER BY t.token, t.party LIMIT {limit * CANDIDATES}",
                [start, start + LAST, *fields, *values],
            )
            found.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        if len(found) >= limit:
            break
    return list(found)


def _among_seen(seen: str, words: Sequence[Wanted], limit: int) -> list[int]:
    """The same from the other end, for somebody who sees few parties while the words are everywhere."""
    rest, values = fits(words, "p.id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM identify_party p WHERE {seen} AND {STANDING} AND {rest} LIMIT {limit * CANDIDATES}",
            values,
        )
        return [row[0] for row in cursor.fetchall()]


def _shown(parties: Sequence[int], words: Sequence[Wanted], kinds: Collection[str], limit: int) -> list[Found]:
    tokens: dict[int, list[tuple[str, str]]] = {}
    for party, token, field in SearchToken.objects.filter(party__in=parties).values_list("party", "token", "field"):
        tokens.setdefault(party, []).append((token, field))
    rows = Party.objects.filter(pk__in=parties)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    found = []
    for row in map(as_it_holds, rows.select_related("golden")):
        fit, why, shown = _why(tokens.get(row.pk, []), words)
        told = Found(row.pk, row.name, row.kind, row.city, row.country, why, shown)
        found.append((-fit, row.folded_name, row.pk, told))
    return [one[-1] for one in sorted(found)[:limit]]


def _why(tokens: Sequence[tuple[str, str]], words: Sequence[Wanted]) -> tuple[int, str, str]:
    """How many words are there whole, and the field to show: the first that is no name."""
    whole, why, shown = 0, "name", ""
    for word in words:
        fitted = [
            (token, field)
            for start, wanted in word.beginnings
            for token, field in tokens
            if field == wanted and token.startswith(start)
        ]
        whole += any(token == word.text for token, _ in fitted)
        if fitted and all(field != "n" for _, field in fitted) and not shown:
            why, shown = WHY[fitted[0][1]], masked(*fitted[0])
    return whole, why, shown


def masked(token: str, field: str) -> str:
    """A value of which only as much shows as tells it from others."""
    value = token[::-1] if field in BACKWARDS else token
    if field == "e":
        name, _, domain = value.partition("@")
        return f"{name[:2]}•••@{domain}" if domain else f"{name[:2]}•••"
    return value if field in "xy" else f"•••{value[-4:]}"
