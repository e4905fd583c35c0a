"""The catalogues are whole, and the tool that says so sees what is wrong."""

import importlib.util
import re
import sys
from types import ModuleType

import pytest
from babel.messages import Catalog, Message
from sources import ROOT

from lazo.web.words import AREA_NAMES

WORDS = {
    "en": {
        "Adquirir": "Acquire",
        "Mantener": "Keep",
        "Maximizar": "Maximize",
        "Fidelizar": "Loyalty",
        "Retener": "Retain",
    },
    "pt_BR": {
        "Adquirir": "Adquirir",
        "Mantener": "Manter",
        "Maximizar": "Maximizar",
        "Fidelizar": "Fidelizar",
        "Retener": "Reter",
    },
}


NAMES = {"Lazo", "WhatsApp", "CSV", "Excel", "RFM", "MXN", "UF", "openapi", "json"}
SAMPLES = "kernel/_components.html"  # invented people and places, the same in every language
TRANSLATED = re.compile(r"{% *blocktrans(?:late)?\b.*?{% *endblocktrans(?:late)? *%}|{#.*?#}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
MARKUP = re.compile(r"<(kbd|code|svg|script)\b.*?</\1>|<[^>]*>", re.DOTALL)


def unmarked(page: str) -> set[str]:
    """The words of a template that no translation reaches."""
    text = TAGS.sub(" ", TRANSLATED.sub(" ", page))
    return set(re.findall(r"[^\W\d_]{2,}", " ".join([MARKUP.sub(" ", text), *SPOKEN.findall(text)])))


def test_no_page_says_a_word_that_is_not_marked() -> None:
    pages = sorted((ROOT / "src").rglob("templates/**/*.html"))
    said = {str(page): unmarked(page.read_text("utf-8")) - NAMES for page in pages if not str(page).endswith(SAMPLES)}
    assert len(pages) > 80
    assert {page: words for page, words in said.items() if words} == {}
    assert unmarked('<p title="Hola">{% translate "x" %} mundo <kbd>esc</kbd>{{ name }}</p>') == {"Hola", "mundo"}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def wanted(tool: ModuleType) -> Catalog:
    found: Catalog = tool.template_of_messages()
    return found


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_every_message_is_translated_with_its_placeholders_and_compiled(tool: ModuleType, language: str) -> None:
    assert [(fault.what, fault.message) for fault in tool.faults(language)] == []


def test_messages_come_from_code_and_from_pages(wanted: Catalog) -> None:
    assert len(wanted) > 1_000
    assert wanted.get("Buscar o hacer") is not None
    assert wanted.get(("%(n)s resultado", "%(n)s resultados")) is not None
    assert wanted.get("M", "millones") is not None


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_the_areas_have_their_one_name(tool: ModuleType, language: str) -> None:
    catalog = tool.catalog_of(language)
    assert len(AREA_NAMES) == 5
    assert {name: catalog.get(name).string for name in WORDS[language]} == WORDS[language]


@pytest.mark.parametrize(
    ("message", "said", "what"),
    [
        ("Hola", "", ["missing"]),
        ("Hola, %(name)s", "Hello", ["other placeholders"]),
        ("Hola, %(name)s", "Hello, %(nombre)s", ["other placeholders", "other placeholders in the singular"]),
        ("<b>Hola</b>", "Hello", ["other markup"]),
        (" Hola", "Hello", ["begins with another space"]),
        (("%(n)s día", "%(n)s días"), ("a day", "%(n)s days"), []),
        (("%(n)s día", "%(n)s días"), ("a day", ""), ["missing"]),
        ("Hola, %(name)s", "Hello, %(name)s", []),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(tool: ModuleType, message: str, said: str, what: list[str]) -> None:
    assert list(tool._wrong(Message(message), Message(message, said))) == what


def test_a_doubtful_or_unknown_translation_is_a_fault(tool: ModuleType) -> None:
    assert list(tool._wrong(Message("Hola"), None)) == ["missing"]
    assert list(tool._wrong(Message("Hola"), Message("Hola", "Hello", flags=("fuzzy",)))) == ["doubtful"]
