"""Made rules of every family, as JSON."""

from __future__ import annotations

from typing import Any

from engines.segment_data import days
from hypothesis import strategies as st

Json = dict[str, Any]
spans = st.integers(1, 400)
past: st.SearchStrategy[Json] = st.one_of(
    spans.map(lambda n: {"last_days": n}),
    spans.map(lambda n: {"more_than_days_ago": n}),
    st.sampled_from(["this_month", "last_month", "this_year", "last_year"]).map(lambda which: {"calendar": which}),
    days.map(lambda day: {"from": day.isoformat()}),
    days.map(lambda day: {"before": day.isoformat()}),
    st.tuples(days, days)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: {"from": min(ends).isoformat(), "before": max(ends).isoformat()}),
)
coming = spans.map(lambda n: {"next_days": n})


def ranges(low: int, high: int) -> st.SearchStrategy[Json]:
    ends = st.integers(low, high)
    return st.one_of(
        ends.map(lambda n: {"at_least": n}),
        ends.map(lambda n: {"at_most": n}),
        st.tuples(ends, ends).map(lambda pair: {"at_least": min(pair), "at_most": max(pair)}),
    )


def some(*values: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


def known(key: str, *keys: str) -> st.SearchStrategy[Json]:
    return st.builds(lambda name, there: {key: name, "known": there}, st.sampled_from(keys), st.booleans())


def field(name: str, test: st.SearchStrategy[Json], key: str = "field") -> st.SearchStrategy[Json]:
    return test.map(lambda found: {key: name, **found})


def chosen(values: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[Json]:
    return values.map(lambda found: {"in": found})


fields = st.one_of(
    field("country", chosen(some("MX", "CO", "CL"))),
    field("city", chosen(some("Cali", "México, D.F.", "México"))),
    field("city", st.sampled_from(["al", "MÉX", "zz"]).map(lambda text: {"contains": text})),
    field("age", ranges(0, 80)),
    field("owner", chosen(some(1, 2, 9))),
    field("created", st.one_of(past, coming).map(lambda period: {"period": period})),
    field("area", chosen(some("KEEP", "RETAIN", "OUT"))),
    field("also_in", chosen(some("KEEP", "LOYALTY", "RETAIN"))),
    field("tier", chosen(some("MVC", "LMC", "BZ"))),
    field("value_12m", ranges(-100, 1000)),
    field("net_12m", ranges(-100, 1000)),
    field("risk", ranges(0, 100)),
    field("p_alive", st.sampled_from([{"at_least": 0.5}, {"at_most": 0.254}])),
    field("recency", ranges(1, 5)),
    field("monetary", chosen(some(2, 3, 5))),
    field("strategic", chosen(some(True, False))),
    known("field", "country", "age", "area", "tier", "also_in", "risk", "rfm", "created"),
)
trait_tests = st.one_of(
    field("canal", chosen(some("Feria", "Tienda", "Web")), "trait"),
    field("canal", st.just({"contains": "EN"}), "trait"),
    field("cupo", ranges(0, 500), "trait"),
    field("loyalty.points", ranges(0, 3), "trait"),
    field("socio", chosen(some(True, False)), "trait"),
    field("renovacion", st.one_of(past, coming).map(lambda period: {"period": period}), "trait"),
    known("trait", "canal", "cupo", "socio"),
)
traits = st.builds(
    lambda test, more: {**test, **more},
    trait_tests,
    st.one_of(
        st.just({}),
        some("DECLARED", "OBSERVED", "INFERRED").map(lambda kinds: {"kinds": kinds}),
        st.sampled_from([0.6, 0.9]).map(lambda least: {"least_confidence": least}),
    ),
)
things = st.one_of(
    some("A1", "B1", "ZZ").map(lambda found: {"products": found}),
    some("café", "té").map(lambda found: {"categories": found}),
    st.just({"products": ["A1", "B1"], "categories": ["té"]}),
)
heard = st.one_of(
    some("email", "phone").map(lambda found: {"channels": found}),
    some("IN", "OUT").map(lambda found: {"directions": found}),
    st.just({"channels": ["email"], "kinds": ["call", "note"]}),
)
during = st.one_of(st.just({}), past.map(lambda period: {"period": period}))


def facts(family: str, where: st.SearchStrategy[Json], measures: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    counted = st.builds(lambda m, w, d: {family: {**m, **w, **d}}, measures, st.one_of(st.just({}), where), during)
    dated = st.builds(
        lambda m, w, period: {family: {"measure": m, "period": period, **w}},
        st.sampled_from(["first", "last"]),
        st.one_of(st.just({}), where),
        past,
    )
    return st.one_of(counted, dated)


purchases = facts(
    "purchases",
    things,
    st.one_of(st.just({}), ranges(0, 4), ranges(-300, 1500).map(lambda found: {"measure": "amount", **found})),
)
interactions = facts("interactions", heard, st.one_of(st.just({}), ranges(0, 3)))
sequences = st.builds(
    lambda first, then, n, happened, d: {
        "sequence": {"first": first, "then": then, "days": n, "happened": happened, **d}
    },
    st.one_of(st.just({}), things),
    st.one_of(st.just({}), things),
    st.integers(1, 120),
    st.booleans(),
    during,
)
relations = st.builds(
    lambda types, end: {"relation": {**types, "end": end}},
    st.one_of(st.just({}), some("spouse", "household-member").map(lambda found: {"types": found})),
    st.sampled_from(["any", "origin", "target"]),
)
movements = st.builds(
    lambda way, areas, d: {"movement": {"way": way, "areas": areas, **d}},
    st.sampled_from(["entered", "left"]),
    some("KEEP", "RETAIN"),
    during,
)
consents = st.builds(
    lambda purpose, channel, states, reachable: {
        "consent": {"purpose": purpose, "channel": channel, "states": states, "reachable": reachable}
    },
    st.sampled_from(["marketing", "service"]),
    st.sampled_from(["email", "phone"]),
    some("GRANTED", "WITHDRAWN", "EXPIRED", "UNKNOWN"),
    st.booleans(),
)
rules = st.one_of(fields, traits, purchases, interactions, sequences, relations, movements, consents)
named = st.sampled_from([{"segment": "lista"}, {"segment": "otro"}])
OTHER: Json = {"any": [{"field": "country", "in": ["MX"]}, {"purchases": {"at_least": 2}}]}
trees = st.recursive(
    st.one_of(rules, rules, named),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)
