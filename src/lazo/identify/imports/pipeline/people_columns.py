"""The columns that say who somebody is, read from a file's text: names, documents, ways of contact."""

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.own_columns import own_column
from lazo.identify.imports.pipeline.reading import Reading, Rows, joined
from lazo.identify.imports.values.companies import parse_industries, parse_sizes
from lazo.identify.imports.values.countries import parse_countries
from lazo.identify.imports.values.dates import parse_dates
from lazo.identify.imports.values.emails import email_keys, parse_emails
from lazo.identify.imports.values.folding import fold_column
from lazo.identify.imports.values.names import guess_kinds, parse_names
from lazo.identify.imports.values.parsed import parse_by_country
from lazo.identify.imports.values.phones import parse_phones
from lazo.identify.imports.values.tax_ids import parse_tax_ids

Columns = dict[str, pa.Array]
PROFILE = {"industry": parse_industries, "employees": parse_sizes}
TRAIT, NOTE = "trait:", "note"
PERSON, ORGANIZATION, HOUSEHOLD = "PERSON", "ORGANIZATION", "HOUSEHOLD"
KINDS = {
    PERSON: [
        "person",
        "persona",
        "natural",
        "fisica",
        "pf",
        "pn",
        "particular",
        "individual",
        "individuo",
        "b2c",
        "consumidor",
        "pessoa",
    ],
    ORGANIZATION: [
        "organization",
        "organizacion",
        "empresa",
        "juridica",
        "pj",
        "company",
        "compania",
        "negocio",
        "b2b",
        "corporativo",
        "sociedad",
    ],
    HOUSEHOLD: ["household", "hogar", "familia", "domicilio", "lar"],
}


def customer_columns(rows: Rows) -> Columns:
    """Everything a file of customers can say of them."""
    names = _names(rows)
    keys = _keys(rows, "external_id", "")
    found = (
        names
        | keys
        | {
            "birth_date": _day(rows, "birth_date"),
            "first_contact_on": _day(rows, "created_on"),
            "country": _country(rows),
            "city": rows.texts("city", 120),
            "address": rows.texts("address", 240),
            "owner_email": pc.utf8_lower(rows.texts("owner_email", 254)),
            "team": rows.texts("team", 120),
            "kind": _kind(rows),
        }
    )
    found["guessed_kind"] = pc.coalesce(found.pop("name_kind"), found.pop("tax_holder"))
    for place, key in enumerate(trait_keys(rows.reading), start=1):
        found[f"trait_{place}"] = _profile(rows, key) if key in PROFILE else own_column(rows, key)
    said = [found["name"], *(found[name] for name in found if name == "external_id" or name.endswith("_key"))]
    rows.refuse("", None, pc.is_null(pc.coalesce(*said)), "nobody_named")
    return found


def trait_keys(reading: Reading) -> list[str]:
    """The fields that become traits, in the order of their columns trait_1, trait_2..."""
    return sorted(key for key in reading.columns if key.startswith(TRAIT) or key == NOTE or key in PROFILE)


def _profile(rows: Rows, key: str) -> pa.Array:
    """What a company does or how large it is, as codes; a cell that says neither is left out and said."""
    name = rows.reading.columns[key][0]
    return rows.parsed(name, PROFILE[key](rows.text(name)))


def described_columns(rows: Rows) -> Columns:
    """Who the customer of a purchase or an interaction is."""
    found = _keys(rows, "customer_id", "customer_")
    name = rows.texts("customer_name", 240)
    found |= {
        "name": name,
        "folded_name": _folded(name),
        "guessed_kind": pc.coalesce(guess_kinds(name), found.pop("tax_holder")),
    }
    return found


def _keys(rows: Rows, external: str, prefix: str) -> Columns:
    found: Columns = {"external_id": rows.identifier(external)}
    found |= _tax(rows, f"{prefix}tax_id")
    for place, name in enumerate(rows.reading.columns.get(f"{prefix}email", ()), start=1):
        address = rows.parsed(name, parse_emails(rows.text(name)))
        found |= {f"email_{place}": address, f"email_{place}_key": email_keys(address)}
    for place, name in enumerate(rows.reading.columns.get(f"{prefix}phone", ()), start=1):
        phone = rows.parsed(
            name,
            parse_by_country(
                rows.text(name),
                _row_countries(rows),
                default=rows.reading.country,
                parse=lambda texts, country: parse_phones(texts, country=country),
            ),
        )
        found |= {f"phone_{place}": pc.struct_field(phone, "e164"), f"phone_{place}_key": pc.struct_field(phone, "key")}
    return found


def _tax(rows: Rows, key: str) -> Columns:
    name = rows.first(key)
    if name is None:
        return {"tax_holder": rows.nothing()}
    country = rows.reading.tax_country or rows.reading.country
    parsed = parse_by_country(
        rows.text(name),
        _row_countries(rows),
        default=country,
        parse=lambda texts, country: parse_tax_ids(texts, country=country),
    )
    tax = rows.parsed(name, parsed)
    number = pc.utf8_slice_codeunits(pc.struct_field(tax, "number"), 0, 40)
    return {
        "tax_scheme": pc.struct_field(tax, "scheme"),
        "tax_number": number,
        "tax_key": pc.struct_field(tax, "key"),
        "tax_holder": pc.struct_field(tax, "holder"),
    }


def _names(rows: Rows) -> Columns:
    given, surnames = rows.texts("given_name", 120), rows.texts("surnames", 120)
    legal, trade = rows.texts("legal_name", 240), rows.texts("trade_name", 240)
    written = rows.texts("name", 240)
    if rows.reading.has("name") and rows.reading.has("surnames") and not rows.reading.has("given_name"):
        written, given = _with_surnames(written, surnames), pc.utf8_slice_codeunits(written, 0, 120)
    own = pc.coalesce(written, pc.utf8_slice_codeunits(joined([given, surnames]), 0, 240))
    name = pc.coalesce(own, legal, trade)
    kind = pc.if_else(pc.and_(pc.is_null(own), pc.is_valid(name)), ORGANIZATION, guess_kinds(name))
    if not rows.reading.has("given_name", "surnames") and rows.reading.has("name"):
        person = pc.fill_null(pc.equal(kind, PERSON), fill_value=False)
        split = parse_names(pc.if_else(person, written, None)).values
        given = pc.utf8_slice_codeunits(pc.struct_field(split, "given"), 0, 120)
        surnames = pc.utf8_slice_codeunits(pc.struct_field(split, "surnames"), 0, 120)
    return {
        "name": name,
        "folded_name": _folded(name),
        "given_name": given,
        "surnames": surnames,
        "legal_name": legal,
        "trade_name": trade,
        "name_kind": kind,
    }


def _with_surnames(written: pa.Array, surnames: pa.Array) -> pa.Array:
    """«Nombre» beside «Apellidos» is the given name, except in the rows where it already ends in the surnames."""
    pairs = zip(fold_column(written).to_pylist(), fold_column(surnames).to_pylist(), strict=True)
    whole = pa.array([bool(name and last and name.endswith(last)) for name, last in pairs], pa.bool_())
    return pc.if_else(whole, written, pc.utf8_slice_codeunits(joined([written, surnames]), 0, 240))


def _folded(name: pa.Array) -> pa.Array:
    folded = pc.utf8_slice_codeunits(fold_column(name), 0, 240)
    return pc.if_else(pc.equal(pc.binary_length(folded), 0), None, folded)


def _day(rows: Rows, key: str) -> pa.Array:
    name = rows.first(key)
    if name is None:
        return rows.nothing(pa.date32())
    # A person stays welcome with a birthday nobody can read: the date is left out and said.
    parsed = parse_dates(rows.text(name), rows.reading.dates[name], latest=rows.reading.latest)
    before = rows.bad
    days = rows.parsed(name, parsed)
    rows.bad = before
    return days


def _country(rows: Rows) -> pa.Array:
    name = rows.first("country")
    if name is None:
        return rows.nothing()
    return rows.parsed(name, parse_countries(rows.text(name)))


def _row_countries(rows: Rows) -> pa.Array:
    """The country that each row names, null where it names none: documents and telephones are read by it."""
    name = rows.first("country")
    return rows.nothing() if name is None else parse_countries(rows.text(name)).values


def _kind(rows: Rows) -> pa.Array:
    name = rows.first("kind")
    if name is None:
        return rows.nothing()
    words = fold_column(rows.text(name))
    found = rows.nothing()
    for kind, known in KINDS.items():
        pattern = rf"\b(?:{'|'.join(known)})\b"
        found = pc.if_else(pc.fill_null(pc.match_substring_regex(words, pattern), fill_value=False), kind, found)
    return found
