"""The plan for products, whether the file is of products or names them in its purchases."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.people_plan import Stamp
from lazo.identify.imports.pipeline.plan import Plan, Step

SKUS_AT_ONCE = 250_000
KNOWN = pa.schema([("sku", pa.string()), ("id", pa.int64()), ("name", pa.string()), ("category", pa.string())])


def plan_products(
    con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp, *, columns: list[str], update: bool
) -> None:
    """Add the steps for the products of `staged` to the plan; makes product_ids(sku, id) and product_status(row, status).

    The last row that names a product says how it is called. Without `update` known products stay as they are.
    """
    category = "category" if "category" in columns else "NULL::VARCHAR AS category"
    con.execute(f"""
        CREATE OR REPLACE TABLE product_rows AS
        SELECT sku, min(row) AS row, arg_max(product_name, row) FILTER (WHERE product_name IS NOT NULL) AS name,
            arg_max(category, row) FILTER (WHERE category IS NOT NULL) AS category
        FROM (SELECT row, sku, product_name, {category} FROM staged WHERE NOT bad AND sku IS NOT NULL) GROUP BY sku""")
    _find_known(con)
    (count,) = con.execute(
        "SELECT count(*) FROM product_rows WHERE sku NOT IN (SELECT sku FROM known_products)"
    ).fetchone() or (0,)
    first = ids.take("identify_product", count)
    con.execute(f"""
        CREATE OR REPLACE TABLE product_ids AS
        SELECT sku, id, FALSE AS new FROM known_products
        UNION ALL SELECT sku, {first} - 1 + row_number() OVER (ORDER BY row), TRUE FROM product_rows
        WHERE sku NOT IN (SELECT sku FROM known_products)""")
    file = plan.write(
        con,
        "identify_product",
        "SELECT i.id AS _anchor, i.id, r.sku, coalesce(r.name, '') AS name, coalesce(r.category, '') AS category,"
        f" {stamp.batch}::BIGINT AS batch FROM product_rows r JOIN product_ids i USING (sku) WHERE i.new ORDER BY 1",
    )
    plan.add(
        Step(
            "products", "insert", first, first + count - 1, {"identify_product": file}, {"identify_product": "products"}
        )
    )
    if update:
        _write_updates(con, plan)


def _find_known(con: duckdb.DuckDBPyConnection) -> None:
    con.register("none_known", KNOWN.empty_table())
    con.execute("CREATE OR REPLACE TABLE known_products AS SELECT * FROM none_known")
    asked = con.cursor().execute("SELECT sku FROM product_rows")
    for batch in asked.to_arrow_reader(SKUS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT p.sku, p.id, nullif(p.name, ''), nullif(p.category, '')"
                f" FROM {keys} k {ordered_join()} identify_product p ON p.sku = k.sku",
                KNOWN,
            )
        con.register("found_products", found)
        con.execute("INSERT INTO known_products SELECT * FROM found_products")
        con.unregister("found_products")


def _write_updates(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    con.execute("""
        CREATE OR REPLACE TABLE product_updates AS
        SELECT row_number() OVER (ORDER BY k.id) AS _anchor, k.id, k.sku, k.name AS was_name, k.category AS was_category,
            coalesce(r.name, k.name) AS name, coalesce(r.category, k.category) AS category
        FROM known_products k JOIN product_rows r USING (sku)
        WHERE coalesce(r.name, k.name) IS DISTINCT FROM k.name OR coalesce(r.category, k.category) IS DISTINCT FROM k.category""")
    con.execute("""
        CREATE OR REPLACE TABLE product_status AS
        SELECT s.row, CASE WHEN r.row <> s.row THEN 'duplicate' WHEN i.new THEN 'new' WHEN u.id IS NOT NULL THEN 'updated'
            ELSE 'duplicate' END AS status
        FROM staged s JOIN product_rows r USING (sku) JOIN product_ids i USING (sku) LEFT JOIN product_updates u USING (sku)
        WHERE NOT s.bad""")
    (count,) = con.execute("SELECT count(*) FROM product_updates").fetchone() or (0,)
    file = plan.write(
        con,
        "identify_product",
        """SELECT _anchor, id, coalesce(name, '') AS name, coalesce(category, '') AS category,
            json_object('name', was_name, 'category', was_category)::VARCHAR AS _before,
            json_object('name', name, 'category', category)::VARCHAR AS _after FROM product_updates ORDER BY 1""",
        name="identify_product_updates",
    )
    plan.add(Step("product updates", "update", 1, count, {"identify_product": file}, {"identify_product": "products"}))
