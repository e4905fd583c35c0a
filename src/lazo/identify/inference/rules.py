"""The rules, each a statement over whole tables: pairs with a type, how sure, and what was seen.

Every rule gives rows of (origin, target, type, rule, confidence, people, detail). What many share says nothing: a switchboard, the address of
a mall, a domain where anybody has a box propose nobody. Nothing sensitive is looked at. Somebody under age is proposed for a household
with an adult of the same surname and address, or where the company's own data name the other; by nothing else.
"""

# ruff: noqa: S608 - the statements are made of our own constants and whole numbers

from dataclasses import dataclass

from lazo.identify.inference.keys import FREE_MAIL, ROLE_ADDRESSES, is_site, name_root, quoted
from lazo.identify.inference.reading import TOLD

MOST_AT_ADDRESS = 12
MOST_OF_A_FAMILY = 8
MOST_OF_A_POINT = 6
MOST_COMPANIES = 8
MOST_OF_A_DOMAIN = 300
ADULT = 18

SAME_PERSON = (
    "(a.given = '' OR b.given = '' OR a.words = b.words OR jaro_winkler_similarity(a.given, b.given) >= 0.9"
    " OR list_contains(a.surnames, b.given) OR list_contains(b.surnames, a.given))"
)
"""Two records that are one customer written twice, rather than two people who live together."""


@dataclass(frozen=True)
class Rule:
    key: str
    statement: str


def rules(*, on: str) -> tuple[Rule, ...]:
    """All rules as of the day `on` (ISO), by which ages are counted."""
    return (
        Rule("ADDRESS", _address(on)),
        Rule("CONTACT", _contact(on)),
        Rule("DOMAIN", _domain(on)),
        Rule("TOLD", _told(on)),
        Rule("TAX_ROOT", TAX_ROOT),
        Rule("LEGAL_NAME", LEGAL_NAME),
        Rule("WEB_DOMAIN", WEB_DOMAIN),
        Rule("DIRECTOR", DIRECTOR),
    )


def _is_minor(person: str, on: str) -> str:
    """Known to be under age that day; who has no birth date is taken for an adult."""
    return f"coalesce({person}.born > CAST(CAST('{on}' AS date) - INTERVAL {ADULT} YEAR AS varchar)[1:10], false)"


def _address(on: str) -> str:
    return f"""
        WITH crowd AS (SELECT address FROM person WHERE address IS NOT NULL GROUP BY 1 HAVING count(DISTINCT party) BETWEEN 2 AND {MOST_AT_ADDRESS}),
        named AS (SELECT DISTINCT party, address, unnest(surnames) AS surname FROM person JOIN crowd USING (address)),
        family AS (
            SELECT address, surname, count(DISTINCT party) AS people FROM named GROUP BY 1, 2
            HAVING count(DISTINCT party) BETWEEN 2 AND {MOST_OF_A_FAMILY})
        SELECT DISTINCT a.party AS origin, b.party AS target, 'same-household' AS type, 'ADDRESS' AS rule,
            CASE WHEN f.people <= 4 THEN 0.8 ELSE 0.65 END AS confidence, f.people, '' AS detail
        FROM family f JOIN named x USING (address, surname) JOIN named y USING (address, surname)
        JOIN person a ON a.party = x.party AND a.address = f.address JOIN person b ON b.party = y.party AND b.address = f.address
        WHERE x.party < y.party AND NOT {SAME_PERSON} AND NOT ({_is_minor("a", on)} AND {_is_minor("b", on)})"""


def _contact(on: str) -> str:
    return f"""
        WITH shared AS (
            SELECT kind, key, count(DISTINCT party) AS people FROM point JOIN (SELECT DISTINCT party FROM person) USING (party)
            GROUP BY 1, 2 HAVING count(DISTINCT party) BETWEEN 2 AND {MOST_OF_A_POINT})
        SELECT DISTINCT a.party AS origin, b.party AS target, 'same-household' AS type, 'CONTACT' AS rule,
            CASE WHEN a.address = b.address THEN 0.85 ELSE 0.7 END AS confidence, s.people, s.kind AS detail
        FROM shared s JOIN point x USING (kind, key) JOIN point y USING (kind, key) JOIN person a ON a.party = x.party
        JOIN person b ON b.party = y.party
        WHERE x.party < y.party AND NOT {SAME_PERSON} AND NOT {_is_minor("a", on)} AND NOT {_is_minor("b", on)}
            AND (a.address = b.address OR list_has_any(a.surnames, b.surnames))"""


BOX = f"""
    SELECT DISTINCT party, split_part(key, '@', 2) AS domain, split_part(key, '@', 1) AS name FROM point
    WHERE kind = 'EMAIL' AND key LIKE '%@%' AND split_part(split_part(key, '@', 2), '.', 1) NOT IN ({quoted(FREE_MAIL)})"""


def _domain(on: str) -> str:
    return f"""
        WITH box AS ({BOX}),
        learned AS (
            SELECT domain, min(party) AS company FROM box JOIN company USING (party) GROUP BY 1 HAVING count(DISTINCT party) = 1),
        staff AS (
            SELECT DISTINCT b.party, b.domain FROM box b JOIN person p USING (party)
            WHERE b.name NOT IN ({quoted(ROLE_ADDRESSES)}) AND NOT {_is_minor("p", on)}),
        size AS (SELECT domain, count(*) AS people FROM staff GROUP BY 1 HAVING count(*) <= {MOST_OF_A_DOMAIN})
        SELECT s.party AS origin, l.company AS target, 'employed-by' AS type, 'DOMAIN' AS rule, 0.8 AS confidence, z.people,
            s.domain AS detail
        FROM staff s JOIN learned l USING (domain) JOIN size z USING (domain)"""


def _told(on: str) -> str:
    types = " ".join(f"WHEN '{field}' THEN '{told[0]}'" for field, told in TOLD.items())
    forward = quoted([field for field, told in TOLD.items() if told[1]])
    return f"""
        WITH crowd AS (SELECT field, other FROM named GROUP BY 1, 2 HAVING count(*) <= {MOST_OF_A_DOMAIN}),
        young AS (SELECT DISTINCT party FROM person p WHERE {_is_minor("p", on)})
        SELECT DISTINCT CASE WHEN field IN ({forward}) THEN other ELSE party END AS origin,
            CASE WHEN field IN ({forward}) THEN party ELSE other END AS target,
            CASE field {types} END AS type, 'TOLD' AS rule, CASE how WHEN 'EMAIL' THEN 0.9 ELSE 0.95 END AS confidence, 2 AS people,
            field AS detail
        FROM named JOIN crowd USING (field, other)
        WHERE party <> other AND NOT (CASE field {types} END IN ('referred-by', 'employed-by') AND party IN (SELECT party FROM young))"""


TAX_ROOT = f"""
    WITH rooted AS (
        SELECT party, scheme, value, CASE scheme WHEN 'BR_CNPJ' THEN left(value, 8) ELSE left(value, 10) END AS root,
            CASE scheme WHEN 'BR_CNPJ' THEN substr(value, 9, 4) = '0001' ELSE substr(value, 11, 3) = '001' END AS is_head
        FROM document JOIN company USING (party) WHERE scheme IN ('BR_CNPJ', 'EC_RUC')),
    house AS (
        SELECT scheme, root, count(DISTINCT party) AS people, min(party) FILTER (WHERE is_head) AS head,
            count(DISTINCT party) FILTER (WHERE is_head) AS heads, min(party) AS first
        FROM rooted GROUP BY 1, 2 HAVING count(DISTINCT party) BETWEEN 2 AND {MOST_OF_A_DOMAIN} AND count(DISTINCT value) > 1)
    SELECT DISTINCT CASE WHEN heads = 1 THEN party ELSE least(party, first) END AS origin,
        CASE WHEN heads = 1 THEN head ELSE greatest(party, first) END AS target,
        CASE WHEN heads = 1 THEN 'site-of' ELSE 'same-group' END AS type, 'TAX_ROOT' AS rule, 0.97 AS confidence, people, scheme AS detail
    FROM house JOIN rooted USING (scheme, root) WHERE party <> CASE WHEN heads = 1 THEN head ELSE first END"""

LEGAL_NAME = f"""
    WITH rooted AS (
        SELECT c.party, country, {name_root("name")} AS root, {is_site("name")} AS is_site, min(d.value) AS document
        FROM company c LEFT JOIN document d USING (party) GROUP BY ALL),
    house AS (
        SELECT country, root, count(*) AS people, min(party) FILTER (WHERE NOT is_site) AS head,
            count(*) FILTER (WHERE NOT is_site) AS heads, min(party) AS first
        FROM rooted WHERE length(root) >= 6 AND root LIKE '% %' GROUP BY 1, 2 HAVING count(*) BETWEEN 2 AND {MOST_COMPANIES})
    SELECT CASE WHEN r.is_site AND heads = 1 THEN r.party ELSE least(r.party, first) END AS origin,
        CASE WHEN r.is_site AND heads = 1 THEN head ELSE greatest(r.party, first) END AS target,
        CASE WHEN r.is_site AND heads = 1 THEN 'site-of' ELSE 'same-group' END AS type, 'LEGAL_NAME' AS rule,
        CASE WHEN r.is_site AND heads = 1 THEN 0.75 ELSE 0.6 END AS confidence, people, '' AS detail
    FROM house h JOIN rooted r USING (country, root) JOIN rooted f ON f.party = h.first
    WHERE r.party <> CASE WHEN r.is_site AND heads = 1 THEN head ELSE first END
        AND (r.is_site OR (r.document IS NOT NULL AND f.document IS NOT NULL AND r.document <> f.document))"""
"""Two companies of one name are one written twice, unless their documents differ or the name says which place it is."""

WEB_DOMAIN = f"""
    WITH box AS ({BOX}),
    shared AS (
        SELECT domain, count(DISTINCT party) AS people, min(party) AS first FROM box JOIN company USING (party) GROUP BY 1
        HAVING count(DISTINCT party) BETWEEN 2 AND {MOST_COMPANIES})
    SELECT DISTINCT first AS origin, party AS target, 'same-group' AS type, 'WEB_DOMAIN' AS rule, 0.55 AS confidence, people,
        domain AS detail
    FROM shared JOIN box USING (domain) JOIN company USING (party) WHERE party <> first"""

DIRECTOR = f"""
    WITH headed AS (
        SELECT DISTINCT origin AS person, target AS company FROM related JOIN company c ON c.party = target
        WHERE is_open = 1 AND type IN ('director-of', 'owns')),
    few AS (SELECT person, count(*) AS people, min(company) AS first FROM headed GROUP BY 1 HAVING count(*) BETWEEN 2 AND {MOST_COMPANIES})
    SELECT first AS origin, company AS target, 'same-group' AS type, 'DIRECTOR' AS rule, 0.5 AS confidence, people, '' AS detail
    FROM few JOIN headed USING (person) WHERE company <> first"""
