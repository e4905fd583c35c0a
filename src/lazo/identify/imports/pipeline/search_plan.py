"""The words by which the people of a file will be found: those of new parties are rows of the plan, of known ones they are written again.

What a word is says `lazo.identify.search.words`; here the same in SQL, for a million rows at once.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb

from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.models.search_token import LONGEST_TOKEN
from lazo.identify.search.words import CALLING_CODE, SHORTEST_MIDDLE

TABLE = "identify_searchtoken"
KNOWN = "search"
"""The kind of a step whose rows name parties whose words are written again."""
KNOWN_AT_ONCE = 5_000
PLAIN = f"left(regexp_replace(lower(strip_accents(value)), '[^0-9a-z]', '', 'g'), {LONGEST_TOKEN})"
DIGITS = f"left(regexp_replace(regexp_replace(value, ' ext.*', ''), '[^0-9]', '', 'g'), {LONGEST_TOKEN})"
NATIONAL = f"coalesce(nullif(regexp_replace(digits, '{CALLING_CODE}', ''), ''), digits)"
MIDDLES = f"range(2, length(whole) - {SHORTEST_MIDDLE} + 2)"
KEYS = {
    "email": """SELECT party, left(lower(value), 80) AS token, 'e' AS field FROM of_new WHERE strength = 2
        UNION ALL SELECT party, left(key, 80), 'e' FROM of_new WHERE strength = 2 AND key <> value""",
    "phone": f"""SELECT party, unnest(list_concat([whole, reverse(digits)], list_transform({MIDDLES}, place -> whole[place:]))) AS token,
            unnest(list_concat(['p', 'q'], list_transform({MIDDLES}, place -> 'm'))) AS field
        FROM (SELECT party, digits, {NATIONAL} AS whole
            FROM (SELECT party, {DIGITS} AS digits FROM of_new WHERE strength IN (3, 5)) WHERE digits <> '')""",
    "tax": f"""SELECT party, unnest([plain, reverse(plain)]) AS token, unnest(['t', 'u']) AS field
        FROM (SELECT party, {PLAIN} AS plain FROM of_new WHERE strength IN (1, 4)) WHERE plain <> ''""",
    "external": f"""SELECT party, unnest([plain, reverse(plain)]) AS token, unnest(['x', 'y']) AS field
        FROM (SELECT party, {PLAIN.replace("value", "key")} AS plain FROM of_new WHERE strength = 0) WHERE plain <> ''""",
}
NAMES = f"""SELECT id AS party, unnest(list_distinct(list_transform(string_split_regex(
        concat_ws(' ', folded_name, lower(strip_accents(legal_name)), lower(strip_accents(trade_name))),
        '[^\\p{{L}}\\p{{N}}]+'), word -> left(word, {LONGEST_TOKEN})))) AS token, 'n' AS field FROM told_parties"""


def new_words(con: duckdb.DuckDBPyConnection, plan: Plan) -> str:
    """The file with the words of the new parties of `told_parties`, anchored by the party."""
    con.execute("CREATE OR REPLACE TEMP VIEW of_new AS SELECT * FROM new_keys WHERE entity < 0")
    # Keys of a party may be alike once their marks are gone; words of a name are told apart above.
    keys = " UNION ALL ".join(KEYS.values())
    return plan.write(
        con,
        TABLE,
        f"SELECT party AS _anchor, token, party, field FROM (SELECT DISTINCT * FROM ({keys}) UNION ALL {NAMES})"
        " WHERE token <> '' ORDER BY party",
    )


def plan_known_words(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Add the last step: parties we knew, of whom the file says a name or a key that is new."""
    file = plan.write(
        con,
        TABLE,
        "SELECT row_number() OVER (ORDER BY party) AS _anchor, party FROM ("
        " SELECT DISTINCT party FROM changed JOIN party_of USING (row, party) WHERE entity > 0"
        " UNION SELECT DISTINCT party FROM new_keys WHERE entity > 0) ORDER BY 1",
        name=f"{TABLE}_known",
    )
    (count,) = con.execute(f"SELECT count(*) FROM '{plan.folder / file}'").fetchone() or (0,)
    plan.add(Step("words of known parties", KNOWN, 1, count, {TABLE: file}, size=KNOWN_AT_ONCE))
