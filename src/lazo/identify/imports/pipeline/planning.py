"""From a batch to its plan: read the file, stage it, match its people, and decide what becomes of every row."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from lazo.identify.company_traits import FIELD_OF
from lazo.identify.imports.pipeline import consent_plan, description, problems, rejection
from lazo.identify.imports.pipeline.contract_plan import plan_contracts, value_contracts
from lazo.identify.imports.pipeline.erased_rows import find_erased, leave_erased
from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.imports.pipeline.handover import CONTRACTS, INTERACTIONS, PURCHASES, remember_repeated
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.interaction_plan import plan_interactions
from lazo.identify.imports.pipeline.matching import match_people
from lazo.identify.imports.pipeline.people_columns import NOTE, trait_keys
from lazo.identify.imports.pipeline.people_plan import Stamp, judge_rows, keep_people, number_people, plan_people
from lazo.identify.imports.pipeline.plan import Outcome, Plan
from lazo.identify.imports.pipeline.product_plan import plan_products
from lazo.identify.imports.pipeline.purchase_plan import Shape, find_seen, group_purchases, plan_purchases
from lazo.identify.imports.pipeline.reading import Reading, date_formats, fields_of, number_formats
from lazo.identify.imports.pipeline.search_plan import plan_known_words
from lazo.identify.imports.pipeline.staging import stage
from lazo.identify.imports.pipeline.trait_plan import definitions_of, own_columns, own_name, plan_traits, tell_traits
from lazo.identify.imports.pipeline.working import working_database
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.table import TableReader
from lazo.identify.imports.values.money import digits_of
from lazo.identify.imports.values.tax_ids import guess_tax_country, read_tax_id
from lazo.identify.models import ImportBatch
from lazo.kernel.models import Company, ExchangeRate, Team, User

SAMPLE_ROWS = 1_000
TAX_SAMPLE = 200
RATE_SCALE = 10**10
Progress = Callable[[int, str], None]


@dataclass
class Draft:
    """A plan in the making, with everything its parts need."""

    con: duckdb.DuckDBPyConnection
    plan: Plan
    ids: Ids
    stamp: Stamp
    columns: list[str]
    reading: Reading
    company: Company
    said: consent_plan.Said
    create_unknown: bool = True
    allow_erased: bool = False


def make_plan(batch: ImportBatch, ids: Ids, *, progress: Progress) -> Plan:
    """Decide what becomes of every row of the batch's file; the database is only read, but for the ids reserved.

    Raises UnableToRead when the file as a whole can't be read.
    """
    folder = BatchFolder.of(batch)
    reader = open_reader(batch)
    company = Company.objects.get(pk=1)
    reading = reading_of(batch, reader, company)
    staged = stage(reader, reading, folder.staged(_key(batch)), progress=lambda rows: progress(rows, "read"))
    plan = Plan(folder.clear(folder.plan))
    with working_database(folder.root) as con:
        problems.open_problems(con, staged.problems)
        if staged.rows:
            columns = description.open_staged(con, [str(file) for file in staged.rows])
            unknown, erased = batch.options.get("create_unknown", True), batch.options.get("allow_erased", False)
            draft = Draft(
                con,
                plan,
                ids,
                _stamp(batch),
                columns,
                reading,
                company,
                _said(batch, company),
                bool(unknown),
                bool(erased),
            )
            progress(0, "match")
            counts = PLANNERS[batch.entity](draft)
            if batch.entity not in {ImportBatch.Entity.PRODUCTS, ImportBatch.Entity.CONSENTS}:
                plan_known_words(con, plan)
        else:
            counts = {}
        plan.finish(_outcome(con, counts, ids))
        problems.keep(con, batch)
        rejection.write_rejected(con, reader, folder.rejects)
    return plan


def open_reader(batch: ImportBatch) -> TableReader:
    return open_table(BatchFolder.file_of(batch), sheet=batch.sheet or None, header_row=batch.options.get("header_row"))


def reading_of(batch: ImportBatch, reader: TableReader, company: Company) -> Reading:
    """The conventions of the file: those a person chose, and for the rest those its first rows show."""
    options, columns = batch.options, fields_of(batch.mapping)
    sample = reader.sample(SAMPLE_ROWS)
    country = options.get("country") or company.country
    taxes = [name for key in ("tax_id", "customer_tax_id") for name in columns.get(key, ())]
    return Reading(
        entity=batch.entity,
        columns=columns,
        country=country,
        currency=options.get("currency") or company.currency,
        zone=company.time_zone,
        latest=(batch.created_at + timedelta(days=1)).date(),
        numbers=number_formats(sample, columns, options.get("number_format")),
        dates=date_formats(sample, columns, options.get("date_order")),
        tax_country=options.get("tax_country") or options.get("country") or _country_of(sample, taxes, country),
        own=own_columns(sample, columns, options, currency=company.currency),
    )


def _country_of(sample: pa.Table, columns: list[str], own: str) -> str:
    """The country of the documents: the company's, unless hardly any checks there and most do in another."""
    if not columns:
        return own
    numbers = pc.unique(sample[columns[0]].combine_chunks().drop_null()).slice(0, TAX_SAMPLE).to_pylist()
    if sum(read_tax_id(number, country=own) is not None for number in numbers) * 2 >= len(numbers):
        return own
    return guess_tax_country(sample[columns[0]]) or own


def _key(batch: ImportBatch) -> str:
    told = json.dumps([batch.sha256, batch.mapping, batch.options, batch.sheet], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _stamp(batch: ImportBatch) -> Stamp:
    options, user = batch.options, batch.created_by
    owner = options.get("owner") or (user.pk if user else None)
    team = options.get("team") or (user.teams.order_by("id").values_list("id", flat=True).first() if user else None)
    source = options.get("customer_source") or batch.source_id
    return Stamp(batch=batch.pk, source=batch.source_id, owner=owner, team=team, people=source)


def _said(batch: ImportBatch, company: Company) -> consent_plan.Said:
    return consent_plan.Said(batch.created_by_id, batch.file_name, company.country, consent_plan.LANGUAGE)


def _customers(draft: Draft) -> dict[str, int]:
    con = draft.con
    description.describe_rows(con, draft.columns)
    problems.note_doubts(con, match_people(con, source=draft.stamp.people))
    if find_erased(con, source=draft.stamp.people):
        leave_erased(con, "SELECT row, '' FROM erased", let_in=draft.allow_erased)
    number_people(con, draft.ids)
    _load_owners(con)
    plan_people(con, draft.plan, draft.ids, draft.stamp, update=True)
    free = trait_keys(draft.reading)
    if free:
        names = [_trait_name(key, draft.reading.columns[key][0]) for key in free]
        tell_traits(con, definitions_of(names, real=draft.ids.real), draft.stamp.source)
        plan_traits(con, draft.plan, draft.ids, draft.stamp)
    judge_rows(con)
    return dict(con.execute("SELECT status, count(*) FROM row_status GROUP BY status").fetchall())


def _trait_name(field: str, header: str) -> str:
    """What `definitions_of` is told: the key of a trait of ours, or the name of a field."""
    if field in FIELD_OF:
        return FIELD_OF[field]
    return str(_("Nota")) if field == NOTE else own_name(field, header)


def _purchases(draft: Draft) -> dict[str, int]:
    con = draft.con
    shape = Shape(
        lines="sku" in draft.columns,
        quantity="quantity_milli" in draft.columns,
        invoices=draft.reading.has("external_id"),
        base_currency=draft.company.currency,
    )
    _match_described(draft)
    if shape.lines:
        plan_products(con, draft.plan, draft.ids, draft.stamp, columns=draft.columns, update=False)
    _load_rates(con, draft.company.currency)
    group_purchases(con, shape)
    find_seen(con, draft.stamp.source)
    _load_owners(con)
    keep_people(con, "SELECT party FROM sold")
    plan_people(con, draft.plan, draft.ids, draft.stamp, update=False)
    plan_purchases(con, draft.plan, draft.ids, draft.stamp, shape)
    if draft.ids.real:
        repeated = "SELECT seen_id AS id FROM judged WHERE status = 'duplicate'"
        remember_repeated(con, PURCHASES, repeated, batch=draft.stamp.batch)
    con.execute("""
        CREATE OR REPLACE TABLE judged_sums AS
        SELECT status, currency, sum(rows)::BIGINT AS rows, sum(amount)::BIGINT AS amount FROM judged GROUP BY ALL""")
    counts = dict(con.execute("SELECT status, sum(rows)::BIGINT FROM judged_sums GROUP BY status").fetchall())
    (repeated,) = con.execute(
        "SELECT count(*) FROM repeated WHERE row NOT IN (SELECT row FROM refused)"
    ).fetchone() or (0,)
    counts["duplicate"] = counts.get("duplicate", 0) + repeated
    return counts


def _interactions(draft: Draft) -> dict[str, int]:
    con = draft.con
    _match_described(draft)
    problems.refuse_rows(con, "SELECT row, '' FROM bought_by WHERE NOT bad AND party IS NULL", "no_customer")
    _load_owners(con)
    keep_people(con, "SELECT party FROM bought_by WHERE NOT bad AND row NOT IN (SELECT row FROM refused)")
    plan_people(con, draft.plan, draft.ids, draft.stamp, update=False)
    plan_interactions(con, draft.plan, draft.ids, draft.stamp)
    if draft.ids.real:
        repeated = "SELECT seen_id AS id FROM interaction_status WHERE status = 'duplicate' AND seen_id IS NOT NULL"
        remember_repeated(con, INTERACTIONS, repeated, batch=draft.stamp.batch)
    return dict(con.execute("SELECT status, count(*) FROM interaction_status GROUP BY status").fetchall())


def _products(draft: Draft) -> dict[str, int]:
    con = draft.con
    plan_products(con, draft.plan, draft.ids, draft.stamp, columns=draft.columns, update=True)
    return dict(con.execute("SELECT status, count(*) FROM product_status GROUP BY status").fetchall())


def _contracts(draft: Draft) -> dict[str, int]:
    con = draft.con
    _match_described(draft)
    problems.refuse_rows(con, "SELECT row, '' FROM bought_by WHERE NOT bad AND party IS NULL", "no_customer")
    products = draft.reading.has("product_sku")
    if products:
        plan_products(con, draft.plan, draft.ids, draft.stamp, columns=draft.columns, update=False)
    _load_rates(con, draft.company.currency)
    value_contracts(con, draft.company.currency, products=products)
    _load_owners(con)
    keep_people(con, "SELECT party FROM agreed")
    plan_people(con, draft.plan, draft.ids, draft.stamp, update=False)
    plan_contracts(con, draft.plan, draft.ids, draft.stamp)
    if draft.ids.real:
        repeated = "SELECT seen_id AS id FROM contract_status WHERE status = 'duplicate' AND seen_id IS NOT NULL"
        remember_repeated(con, CONTRACTS, repeated, batch=draft.stamp.batch)
    return dict(con.execute("SELECT status, count(*) FROM contract_status GROUP BY status").fetchall())


def _consents(draft: Draft) -> dict[str, int]:
    """Permissions are of customers we know: a file of them makes nobody."""
    con = draft.con
    _match_described(replace(draft, create_unknown=False), stranger="consent_of_stranger")
    problems.refuse_rows(con, "SELECT row, '' FROM bought_by WHERE NOT bad AND party IS NULL", "no_customer")
    consent_plan.plan_consents(con, draft.plan, draft.ids, draft.said)
    return dict(con.execute("SELECT status, count(*) FROM consent_status GROUP BY status").fetchall())


PLANNERS: dict[str, Callable[[Draft], dict[str, int]]] = {
    ImportBatch.Entity.CUSTOMERS: _customers,
    ImportBatch.Entity.PURCHASES: _purchases,
    ImportBatch.Entity.INTERACTIONS: _interactions,
    ImportBatch.Entity.PRODUCTS: _products,
    ImportBatch.Entity.CONTRACTS: _contracts,
    ImportBatch.Entity.CONSENTS: _consents,
}


def _match_described(draft: Draft, *, stranger: str = "customer_unknown") -> None:
    """Find the customer of every row; makes bought_by, the staged rows with their party (null: nobody is named)."""
    con = draft.con
    description.describe_distinct(con, draft.columns)
    problems.note_doubts(con, match_people(con, source=draft.stamp.people))
    condition = description.join_description(draft.columns, left="s", right="d")
    if find_erased(con, source=draft.stamp.people):
        leave_erased(con, _rows_of("erased", condition), let_in=draft.allow_erased)
    if not draft.create_unknown:
        con.execute("CREATE OR REPLACE TABLE strangers AS SELECT row FROM assigned WHERE entity < 0")
        problems.refuse_rows(con, _rows_of("strangers", condition, value="s.external_id"), stranger)
        con.execute("DELETE FROM assigned WHERE entity < 0")
    number_people(con, draft.ids)
    con.execute(f"""
        CREATE OR REPLACE VIEW bought_by AS
        SELECT s.*, d.party FROM staged s LEFT JOIN (SELECT d.*, p.party FROM described d JOIN party_of p USING (row)) d
        ON {condition}""")
    if "name" in draft.columns:
        anonymous = "SELECT row FROM bought_by WHERE NOT bad AND party IS NULL AND name IS NOT NULL AND row NOT IN (SELECT row FROM refused)"
        problems.note_rows(con, anonymous, "customer_name_only")


def _rows_of(table: str, condition: str, *, value: str = "''") -> str:
    """The rows of the file whose customer is described by a row of `table`, with a value to be told."""
    of_table = f"SELECT * FROM described WHERE row IN (SELECT row FROM {table})"
    return f"SELECT s.row, {value} FROM staged s JOIN ({of_table}) d ON {condition} WHERE NOT s.bad"


def _load_owners(con: duckdb.DuckDBPyConnection) -> None:
    """Who of the company is meant by an e-mail in the column of owners, and which team by a name."""
    users = list(User.objects.filter(is_active=True).values_list("email", "id"))
    teams = [(name.casefold(), number) for name, number in Team.objects.values_list("name", "id")]
    for table, found in (("owners", users), ("crews", teams)):
        con.execute(f"CREATE OR REPLACE TABLE {table} (name VARCHAR, id BIGINT)")
        if found:
            con.executemany(f"INSERT INTO {table} VALUES (?, ?)", found)


def _load_rates(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Table rates: minor units of the base currency are minor units times `scaled` over `shift`, from `day` on."""
    con.execute("CREATE OR REPLACE TABLE rates (currency VARCHAR, day DATE, scaled HUGEINT, shift HUGEINT)")
    rows = [
        (
            rate.currency,
            rate.day,
            int(rate.rate * Decimal(RATE_SCALE)) * 10 ** digits_of(base),
            RATE_SCALE * 10 ** digits_of(rate.currency),
        )
        for rate in ExchangeRate.objects.order_by("currency", "day")
    ]
    if rows:
        con.executemany("INSERT INTO rates VALUES (?, ?, ?, ?)", rows)


def _outcome(con: duckdb.DuckDBPyConnection, counts: dict[str, int], ids: Ids) -> Outcome:
    reasons = con.execute(
        "SELECT code, rejects, count(DISTINCT row) FROM problems WHERE row > 0 GROUP BY ALL ORDER BY 3 DESC, 1"
    ).fetchall()
    report: dict[str, Any] = {
        "reasons": {code: rows for code, rejects, rows in reasons if rejects},
        "doubts": {code: rows for code, rejects, rows in reasons if not rejects},
        "ids": ids.ranges,
    }
    if con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'judged_sums'").fetchone():
        new = "SELECT currency, amount FROM judged_sums WHERE status = 'new' ORDER BY currency"
        report["money"] = dict(con.execute(new).fetchall())
    return Outcome(
        new=counts.get("new", 0),
        updated=counts.get("updated", 0),
        duplicate=counts.get("duplicate", 0),
        rejected=problems.rejected_rows(con),
        report=report,
    )
