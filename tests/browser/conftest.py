"""A real browser: the Chromium of the machine, found on the PATH."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@contextmanager
def opened_chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread, and Django takes it for an asynchronous caller.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    path = next((found for name in NAMES if (found := which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def one_chromium() -> Iterator[Browser]:
    """One browser for all tests of a file: while it runs, Django cannot be asked by others in this thread."""
    with pytest.MonkeyPatch.context() as patch, opened_chromium(patch) as browser:
        yield browser


@pytest.fixture
def chromium(one_chromium: Browser) -> Iterator[Browser]:
    """Each test has contexts of its own, which end with it."""
    yield one_chromium
    for context in one_chromium.contexts:
        context.close()


# What goes with scrolling is at rest as it is, and never over.
COMES_TO_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(one => one.timeline instanceof DocumentTimeline)
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished))"""


def broken_rules(page: Page) -> list[tuple[str, Any]]:
    """The rules of accessibility that the page breaks, with where, once what was coming in stands: half faded in, words are pale."""
    page.evaluate(COMES_TO_REST)
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
