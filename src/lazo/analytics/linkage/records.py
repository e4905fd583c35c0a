"""The records as they come, brought to the columns from which everything else is derived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.derived import raw
from lazo.analytics.linkage.fields.company import BETWEEN_NAMES
from lazo.analytics.linkage.settings import LISTS, LinkSettings
from lazo.analytics.linkage.steps import trim

if TYPE_CHECKING:
    from ibis.expr.types import Table

ORGANIZATION = "ORGANIZATION"
NAMES = ("kind", "given_name", "surnames", "name", "legal_name", "trade_name")
MADE = ("given", "surnames", "company", "document")
UNCHECKED = "raw:"
"""How a document begins that did not check: it may be one digit from another, but joins nobody."""


def origins(records: Table, settings: LinkSettings) -> Table:
    """One row per record: `party_id`, `kind` and the source columns of the settings; blank is null.

    A person of whom only the whole name is known has it parted: the last two words are surnames when there are three or more, the last one
    of two; what stands before a comma is surnames.
    """
    columns = {name: _text(records, settings, name) for name in NAMES}
    columns |= {raw(name): _text(records, settings, name) for name in _other_texts(settings)}
    columns |= {name: _list(records, settings, name) for name in LISTS}
    return _with_documents(_named(records.select(party_id=records.party_id.cast("int64"), **columns)))


def _other_texts(settings: LinkSettings) -> list[str]:
    """The sources that are columns of the records as they are."""
    texts = [name.removesuffix("_raw") for name in settings.sources if name.endswith("_raw")]
    return [name for name in texts if name not in MADE]


def _text(records: Table, settings: LinkSettings, name: str) -> Any:
    import ibis

    theirs = settings.columns.get(name, name)
    if theirs not in records.columns:
        return ibis.null("string")
    return trim()(records[theirs].cast("string")).nullif("")


def _list(records: Table, settings: LinkSettings, name: str) -> Any:
    import ibis

    theirs = settings.columns.get(name, name)
    if theirs not in records.columns:
        return ibis.null("array<string>")
    column = records[theirs]
    if column.type().is_string():
        column = trim()(column).nullif("").lower().split("\n")
    found = column.filter(lambda key: key.notnull() & (trim()(key) != ""))
    # Most lists hold one key, and to look through a list costs more than to look at its first.
    is_plain = ((column.length() == 1) & (trim()(column[0]) != "")).fill_null(False)
    return is_plain.ifelse(column, (found.length() > 0).ifelse(found, ibis.null("array<string>")))


def _named(plain: Table) -> Table:
    import ibis

    company = plain.kind.fill_null("") == ORGANIZATION
    nothing = ibis.null("string")
    whole = plain.given_name.isnull() & plain.surnames.isnull()
    legal, trade = plain.legal_name.coalesce(plain.name), plain.trade_name
    both = legal.notnull() & trade.notnull()
    company_raw = both.ifelse(trade + BETWEEN_NAMES + legal, trade.coalesce(legal))
    parted = plain.mutate(whole=whole.ifelse(plain.name.re_replace(r"\s+", " "), nothing))
    given, surnames = _parted(parted.whole)
    return parted.mutate(
        given_raw=company.ifelse(nothing, parted.given_name.coalesce(given)),
        surnames_raw=company.ifelse(nothing, parted.surnames.coalesce(surnames)),
        company_raw=company.ifelse(company_raw, nothing),
    ).drop("given_name", "surnames", "name", "legal_name", "trade_name", "whole")


def _with_documents(plain: Table) -> Table:
    import ibis

    sound = plain.documents.filter(lambda key: ~key.startswith(UNCHECKED))
    is_plain = ((plain.documents.length() == 1) & ~plain.documents[0].startswith(UNCHECKED)).fill_null(False)
    return plain.mutate(
        document_raw=plain.documents[0],
        documents=is_plain.ifelse(plain.documents, (sound.length() > 0).ifelse(sound, ibis.null("array<string>"))),
    )


def _parted(whole: Any) -> tuple[Any, Any]:
    """A comma parts surnames from given names; else the last two words of three, the last of two."""
    comma = r"^(.+?), *(.+)$"
    three, two = r"^(.+) ([^ ]+ [^ ]+)$", r"^([^ ]+) ([^ ]+)$"
    given = whole.re_search(comma).ifelse(
        whole.re_extract(comma, 2),
        whole.re_search(three).ifelse(
            whole.re_extract(three, 1), whole.re_search(two).ifelse(whole.re_extract(two, 1), whole)
        ),
    )
    surnames = whole.re_search(comma).ifelse(
        whole.re_extract(comma, 1),
        whole.re_search(three).ifelse(whole.re_extract(three, 2), whole.re_extract(two, 2)),
    )
    return given.nullif(""), surnames.nullif("")


def origin(record: Mapping[str, Any], settings: LinkSettings) -> dict[str, Any]:
    """The same of one record as a dictionary, in plain Python."""
    found: dict[str, Any] = {name: _one_text(record, settings, name) for name in NAMES}
    found |= {raw(name): _one_text(record, settings, name) for name in _other_texts(settings)}
    found |= {name: _one_list(record, settings, name) for name in LISTS}
    documents = found["documents"] or []
    found["document_raw"] = documents[0] if documents else None
    found["documents"] = [key for key in documents if not key.startswith(UNCHECKED)] or None
    found["party_id"] = record.get("party_id")
    name = found["name"]
    found["given_raw"] = found["surnames_raw"] = found["company_raw"] = None
    if found["kind"] == ORGANIZATION:
        names = [one for one in (found["trade_name"], found["legal_name"] or name) if one]
        found["company_raw"] = BETWEEN_NAMES.join(names) or None
    else:
        given, surnames = found["given_name"], found["surnames"]
        parted = _parted_one(name) if given is None and surnames is None else (None, None)
        found["given_raw"], found["surnames_raw"] = given or parted[0], surnames or parted[1]
    return found


def _one_text(record: Mapping[str, Any], settings: LinkSettings, name: str) -> str | None:
    value = record.get(settings.columns.get(name, name))
    return str(value).strip(" ") or None if value is not None and not isinstance(value, list) else None


def _one_list(record: Mapping[str, Any], settings: LinkSettings, name: str) -> list[str] | None:
    value = record.get(settings.columns.get(name, name))
    if isinstance(value, str):
        value = value.strip(" ").lower().split("\n")
    return [key for key in value or () if key and key.strip(" ")] or None


def _parted_one(name: str | None) -> tuple[str | None, str | None]:
    if not name:
        return None, None
    before, comma, after = " ".join(name.split()).partition(",")
    if comma and before and after.strip():
        return after.strip(), before
    words = name.split()
    surnames = min(2, len(words) - 1)
    return " ".join(words[: len(words) - surnames]), " ".join(words[len(words) - surnames :]) or None
