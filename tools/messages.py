"""The catalogues of the interface, without any program but Python.

    tools/messages.py update     bring src/lazo/locale/*/LC_MESSAGES/django.po up to the messages of the code, and compile
    tools/messages.py compile    write the .mo files that the product reads
    tools/messages.py missing    what is not translated yet, a language each
    tools/messages.py check      fail when a message is missing, doubtful, has other placeholders or markup, or is not compiled

Messages are Spanish in the code; a translation is written into the .po file by hand.
"""

# ruff: noqa: T201 - a command of the repository: it speaks on standard output
import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "lazo"
LOCALE = SOURCE / "locale"
LANGUAGES = ("en", "pt_BR")
BORN = datetime(2025, 11, 1, tzinfo=UTC)  # no date of the day: the same messages give the same file
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%%|\{[a-z_0-9]*\}")
MARKUP = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a message in one language."""

    language: str
    what: str
    message: str


@cache
def template_of_messages() -> Catalog:
    """Every message of the code and the pages, with the files it is in."""
    catalog = Catalog(project="Lazo", creation_date=BORN, revision_date=BORN, charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        text = _python_of(path)
        if text:
            place = str(path.relative_to(ROOT))
            for line, message, notes, context in extract(
                "python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",)
            ):
                _refuse_another_plural(catalog, message, context, place)
                catalog.add(message, None, [(place, line)], auto_comments=notes, context=context)
    return catalog


def _refuse_another_plural(catalog: Catalog, message: str | tuple[str, ...], context: str | None, place: str) -> None:
    """A translation is found by the singular alone: with two plurals one of them would stay in Spanish."""
    held = None if isinstance(message, str) else catalog.get(message[0], context)
    if held and not isinstance(held.id, str) and tuple(held.id) != tuple(message):
        raise ValueError(f"{place}: give {message[0]!r} a context, for it has another plural already")


def _python_of(path: Path) -> str:
    """A source file as Python that calls gettext; a page by Django's own reading of its tags; "" for any other file."""
    if path.suffix == ".py":
        return path.read_text("utf-8")
    if "templates" not in path.parts or not path.is_file():
        return ""
    read = templatize(path.read_text("utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in read.split("\n"))  # the indentation of a page means nothing to Python


def catalog_of(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, creation_date=BORN, revision_date=BORN)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update(language: str) -> None:
    """Messages that went are dropped, new ones are added empty; nothing is guessed from what looks alike."""
    catalog = catalog_of(language)
    catalog.update(template_of_messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = BORN
    catalog.fuzzy, catalog.project, catalog.version = False, "Lazo", ""
    catalog.header_comment = "# Lazo: messages are Spanish in the code."
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    with po_path(language).open("wb") as file:
        write_po(file, catalog, width=120, sort_by_file=True, include_lineno=False)


def compiled(language: str) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog_of(language))
    return buffer.getvalue()


def write_compiled(language: str) -> None:
    po_path(language).with_suffix(".mo").write_bytes(compiled(language))


def faults(language: str) -> Iterator[Fault]:
    """What keeps the catalogue from being whole."""
    catalog = catalog_of(language)
    wanted = template_of_messages()
    for message in wanted:
        if message.id:
            found = catalog.get(message.id, message.context)
            yield from (Fault(language, what, str(message.id)) for what in _wrong(message, found))
    for message in catalog:
        if message.id and wanted.get(message.id, message.context) is None:
            yield Fault(language, "no longer in the code", str(message.id))
    mo = po_path(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(language):
        yield Fault(language, "not compiled", mo.name)


def _wrong(message: Message, found: Message | None) -> Iterator[str]:
    if found is None or not _texts(found.string) or not all(_texts(found.string)):
        yield "missing"
        return
    if found.fuzzy:
        yield "doubtful"
    said, wanted = _texts(found.string), _texts(message.id)
    if set(PLACEHOLDER.findall(said[-1])) != set(PLACEHOLDER.findall(wanted[-1])):
        yield "other placeholders"
    if set(PLACEHOLDER.findall(said[0])) - set(PLACEHOLDER.findall(wanted[-1])):
        yield "other placeholders in the singular"
    if sorted(MARKUP.findall(said[-1])) != sorted(MARKUP.findall(wanted[-1])):
        yield "other markup"
    if [text[:1] in " \n" for text in said[-1:]] != [text[:1] in " \n" for text in wanted[-1:]]:
        yield "begins with another space"


def _texts(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def missing(language: str) -> list[Fault]:
    return [fault for fault in faults(language) if fault.what == "missing"]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="The catalogues of the interface.")
    parser.add_argument("what", choices=("update", "compile", "missing", "check"))
    chosen = parser.parse_args(arguments).what
    if not settings.configured:
        settings.configure(USE_I18N=True)  # what templatize asks for; the product's own settings are not needed
    if chosen in {"update", "compile"}:
        for language in LANGUAGES:
            if chosen == "update":
                update(language)
            write_compiled(language)
    wrong = [fault for language in LANGUAGES for fault in (missing if chosen == "missing" else faults)(language)]
    if chosen in {"missing", "check"}:
        for fault in wrong:
            print(f"{fault.language}: {fault.what}: {fault.message}")
    print(f"{len(wrong)} to mend" if wrong else "every message is translated")
    return int(bool(wrong)) if chosen == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
