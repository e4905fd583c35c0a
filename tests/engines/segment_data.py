"""Made companies for the evaluators of segments: the same rows as tables and as what is known of each customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from lazo.analytics.segments.arrays_base import Part
from lazo.analytics.segments.customer import ConsentLine, CustomerFacts, Fact, Position, Relation, TraitFact
from lazo.analytics.segments.vocabulary import BASE, TraitSpec, ValueType

ON = date(2026, 3, 31)
Rows = list[dict[str, Any]]
STRENGTH = ("INFERRED", "APPENDED", "DECLARED", "OBSERVED")
VOCABULARY = BASE.with_traits(
    TraitSpec("canal", 1, ValueType.TEXT, is_demographic=True),
    TraitSpec("cupo", 2, ValueType.MONEY, is_demographic=True),
    TraitSpec("loyalty.points", 3, ValueType.NUMBER, is_demographic=False),
    TraitSpec("socio", 4, ValueType.FLAG, is_demographic=True),
    TraitSpec("renovacion", 5, ValueType.DAY, is_demographic=True),
)
TRAITS = {1: "canal", 2: "cupo", 3: "loyalty.points", 4: "socio", 5: "renovacion"}
SCHEMAS = {
    "parties": {
        "party_id": pa.int64(),
        "canonical_id": pa.int64(),
        "kind": pa.string(),
        "country": pa.string(),
        "city": pa.string(),
        "born_on": pa.date32(),
        "owner_id": pa.int64(),
        "team_id": pa.int64(),
        "created_on": pa.date32(),
        "retired": pa.bool_(),
        "ways": pa.int64(),
    },
    "products": {"product_id": pa.int64(), "sku": pa.string(), "category": pa.string()},
    "purchases": {"id": pa.int64(), "party_id": pa.int64(), "day": pa.date32(), "amount": pa.int64()},
    "purchase_lines": {
        "id": pa.int64(),
        "purchase_id": pa.int64(),
        "party_id": pa.int64(),
        "day": pa.date32(),
        "product_id": pa.int64(),
        "amount": pa.int64(),
    },
    "interactions": {
        "id": pa.int64(),
        "party_id": pa.int64(),
        "day": pa.date32(),
        "channel": pa.string(),
        "direction": pa.string(),
        "kind": pa.string(),
    },
    "traits": {
        "id": pa.int64(),
        "party_id": pa.int64(),
        "definition_id": pa.int64(),
        "kind": pa.string(),
        "source_id": pa.int64(),
        "set_on": pa.date32(),
        "confidence": pa.float64(),
        "text": pa.string(),
        "number": pa.float64(),
        "money": pa.int64(),
        "day": pa.date32(),
        "other_id": pa.int64(),
    },
    "relations": {
        "id": pa.int64(),
        "origin_id": pa.int64(),
        "target_id": pa.int64(),
        "type": pa.string(),
        "valid_from": pa.date32(),
        "valid_to": pa.date32(),
    },
    "positions": {
        "id": pa.int64(),
        "party_id": pa.int64(),
        "area": pa.string(),
        "valid_from": pa.date32(),
        "valid_to": pa.date32(),
    },
    "consents": {
        "id": pa.int64(),
        "party_id": pa.int64(),
        "purpose": pa.string(),
        "channel": pa.string(),
        "state": pa.string(),
        "said_on": pa.date32(),
        "expires_on": pa.date32(),
        "takes_back_id": pa.int64(),
    },
    "scores": {
        "customer_id": pa.int64(),
        "area": pa.string(),
        "also_in": pa.string(),
        "tier": pa.string(),
        "rfm": pa.string(),
        "value_12m": pa.int64(),
        "clv": pa.int64(),
        "net_12m": pa.int64(),
        "p_alive": pa.float64(),
        "frequency": pa.int64(),
        "strategic": pa.bool_(),
        "place": pa.float64(),
    },
}


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


days = st.integers(0, 500).map(lambda back: ON + timedelta(days=30 - back))
PARTIES = 12


@dataclass(frozen=True)
class MadeCompany:
    """Rows of every table."""

    tables: dict[str, Rows]

    def arrow(self, name: str) -> pa.Table:
        return pa.Table.from_pylist(self.tables[name], schema=pa.schema(list(SCHEMAS[name].items())))

    def parts(
        self, table: str, columns: Sequence[str], *, first: date | None = None, last: date | None = None
    ) -> Iterator[Part]:
        """Facts by month, as the warehouse has them, so that bounds and months meet in every way."""
        rows = self.tables[table]
        if table not in {"purchases", "purchase_lines", "interactions"}:
            yield Part(self.arrow(table).select(list(columns)))
            return
        for month in sorted({row["day"].replace(day=1) for row in rows}):
            end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            if (first is None or end >= first) and (last is None or month <= last):
                inside = [row for row in rows if row["day"].replace(day=1) == month]
                found = pa.Table.from_pylist(inside, schema=pa.schema(list(SCHEMAS[table].items())))
                yield Part(found.select(list(columns)), month, end)

    @property
    def customers(self) -> list[int]:
        rows = self.tables["parties"]
        return sorted(row["party_id"] for row in rows if row["party_id"] == row["canonical_id"] and not row["retired"])

    def facts_of(self, customer: int) -> CustomerFacts:
        """Everything the tables say of one customer."""
        parties = [row for row in self.tables["parties"] if row["canonical_id"] == customer]
        records = {row["party_id"] for row in parties}
        own = next(row for row in parties if row["party_id"] == customer)
        score = next((row for row in self.tables["scores"] if row["customer_id"] == customer), None)
        ways = 0
        for row in parties:
            ways |= row["ways"]
        positions = self.tables["positions"]
        return CustomerFacts(
            party=own,
            score=score,
            traits=tuple(_trait(row) for row in self._of("traits", records)),
            facts={name: tuple(self._facts(name, records)) for name in ("purchases", "interactions")},
            lines={"purchases": tuple(self._lines(records))},
            relations=tuple(self._relations(records)),
            positions=tuple(
                Position(r["area"], r["valid_from"], r["valid_to"]) for r in self._of("positions", records)
            ),
            consents=tuple(self._consents(records)),
            ways=ways,
            lists=frozenset({"lista"} if records & LIST else ()),
            history_began=min((row["valid_from"] for row in positions), default=None),
        )

    def _of(self, table: str, records: set[int]) -> Rows:
        return [row for row in self.tables[table] if row["party_id"] in records]

    def _facts(self, table: str, records: set[int]) -> Iterator[Fact]:
        names = {"channels": "channel", "directions": "direction", "kinds": "kind"}
        for row in self._of(table, records):
            yield Fact(
                row["id"], row["day"], row.get("amount"), {name: row.get(column) for name, column in names.items()}
            )

    def _lines(self, records: set[int]) -> Iterator[Fact]:
        products = {row["product_id"]: row for row in self.tables["products"]}
        for row in self._of("purchase_lines", records):
            thing = products.get(row["product_id"], {})
            values = {"products": thing.get("sku"), "categories": thing.get("category")}
            yield Fact(row["purchase_id"], row["day"], row["amount"], values)

    def _relations(self, records: set[int]) -> Iterator[Relation]:
        for row in self.tables["relations"]:
            for end, is_origin in (("origin_id", True), ("target_id", False)):
                if row[end] in records:
                    yield Relation(row["type"], is_origin, row["valid_from"], row["valid_to"])

    def _consents(self, records: set[int]) -> Iterator[ConsentLine]:
        rows = self.tables["consents"]
        gone = {row["takes_back_id"] for row in rows}
        for row in self._of("consents", records):
            if row["takes_back_id"] is None and row["id"] not in gone:
                told = ("purpose", "channel", "state")
                said = {name: row[name] for name in told}
                yield ConsentLine(row["id"], row["party_id"], **said, on=row["said_on"], expires_on=row["expires_on"])


LIST = {2, 3, 5, 11}


def _trait(row: dict[str, Any]) -> TraitFact:
    key = TRAITS[row["definition_id"]]
    column = {"canal": "text", "cupo": "money", "renovacion": "day"}.get(key, "number")
    value = row[column] == 1 if key == "socio" else row[column]
    strength = STRENGTH.index(row["kind"])
    return TraitFact(
        key, value, row["kind"], row["confidence"], strength, row["source_id"] is not None, row["set_on"], row["id"]
    )


@st.composite
def companies(draw: st.DrawFn) -> MadeCompany:
    """A dozen parties, some merged, some taken out, and a little of everything about them and about nobody known."""
    roots = sorted(draw(st.sets(st.integers(1, PARTIES), min_size=4)))
    parties = [
        _party(draw, party, party if party in roots else draw(st.sampled_from(roots)))
        for party in range(1, PARTIES + 1)
    ]
    products = [
        {"product_id": 1, "sku": "A1", "category": "café"},
        {"product_id": 2, "sku": "B1", "category": "té"},
        {"product_id": 3, "sku": "B2", "category": None},
    ]
    purchases = draw(_rows({"party_id": maybe(whom), "day": days, "amount": st.integers(-300, 900)}, 30))
    lines = []
    for row in purchases:
        for _ in range(draw(st.integers(0, 2))):
            shared = {"purchase_id": row["id"], "party_id": row["party_id"], "day": row["day"]}
            told = {"product_id": draw(maybe(st.integers(1, 4))), "amount": draw(st.integers(-50, 200))}
            lines.append({"id": len(lines) + 1, **shared, **told})
    tables = {"parties": parties, "products": products, "purchases": purchases, "purchase_lines": lines}
    scored = draw(st.sets(st.sampled_from(roots)))
    tables["scores"] = [{"customer_id": one, **draw(score_rows)} for one in sorted(scored)]
    for name, (columns, most) in _TABLES.items():
        tables[name] = draw(_rows(columns, most))
    for row in tables["consents"]:
        row["takes_back_id"] = (
            draw(maybe(st.integers(1, row["id"] - 1))) if row["id"] > 1 and draw(st.booleans()) else None
        )
        row["expires_on"] = row["said_on"] + timedelta(days=draw(st.integers(1, 300))) if draw(st.booleans()) else None
    for row in tables["positions"]:
        row["valid_to"] = row["valid_from"] + timedelta(days=draw(st.integers(0, 60))) if draw(st.booleans()) else None
    return MadeCompany(tables)


def _party(draw: st.DrawFn, party: int, canonical: int) -> dict[str, Any]:
    return {
        "party_id": party,
        "canonical_id": canonical,
        "kind": draw(st.sampled_from(["PERSON", "ORGANIZATION"])),
        "country": draw(st.sampled_from(["MX", "CO", None])),
        "city": draw(st.sampled_from(["Cali", "México, D.F.", None])),
        "born_on": draw(maybe(st.dates(date(1950, 1, 1), date(2020, 12, 31)))),
        "owner_id": draw(maybe(st.integers(1, 2))),
        "team_id": None,
        "created_on": draw(days),
        "retired": draw(st.sampled_from([False, False, False, True])),
        "ways": draw(st.integers(0, 15)),
    }


def _rows(columns: dict[str, Any], most: int) -> st.SearchStrategy[Rows]:
    made = st.lists(st.fixed_dictionaries(columns), max_size=most)
    return made.map(lambda rows: [{"id": place, **row} for place, row in enumerate(rows, start=1)])


whom = st.integers(1, PARTIES + 1)
score_rows = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["KEEP", "RETAIN", ""]),
        "also_in": st.sampled_from(["", "KEEP", "KEEP,LOYALTY"]),
        "tier": st.sampled_from(["MVC", "LMC", ""]),
        "rfm": st.sampled_from(["", "555", "512", "133"]),
        "value_12m": maybe(st.integers(-100, 1000)),
        "clv": maybe(st.integers(-100, 1000)),
        "net_12m": maybe(st.integers(-100, 1000)),
        "p_alive": maybe(st.sampled_from([0.0, 0.254, 0.5, 0.995, 1.0])),
        "frequency": st.integers(0, 2),
        "strategic": st.booleans(),
        "place": st.sampled_from([0.0, 0.5, 1.0]),
    }
)
_TABLES: dict[str, tuple[dict[str, Any], int]] = {
    "interactions": (
        {
            "party_id": whom,
            "day": days,
            "channel": st.sampled_from(["email", "phone", None]),
            "direction": st.sampled_from(["IN", "OUT", None]),
            "kind": st.sampled_from(["call", "note", None]),
        },
        20,
    ),
    "traits": (
        {
            "party_id": whom,
            "definition_id": st.integers(1, 5),
            "kind": st.sampled_from(STRENGTH),
            "source_id": maybe(st.integers(1, 2)),
            "set_on": days,
            "confidence": st.sampled_from([0.5, 0.82, 1.0]),
            "text": st.sampled_from(["Feria", "Tienda"]),
            "number": st.sampled_from([0.0, 1.0, 2.5]),
            "money": st.integers(0, 500),
            "day": days,
            "other_id": st.none(),
        },
        25,
    ),
    "relations": (
        {
            "origin_id": whom,
            "target_id": whom,
            "type": st.sampled_from(["spouse", "household-member"]),
            "valid_from": maybe(days),
            "valid_to": maybe(days),
        },
        10,
    ),
    "positions": ({"party_id": whom, "area": st.sampled_from(["KEEP", "RETAIN", ""]), "valid_from": days}, 15),
    "consents": (
        {
            "party_id": whom,
            "purpose": st.sampled_from(["marketing", "service"]),
            "channel": st.sampled_from(["email", "phone"]),
            "state": st.sampled_from(["GRANTED", "WITHDRAWN", "EXPIRED"]),
            "said_on": days,
        },
        20,
    ),
}
