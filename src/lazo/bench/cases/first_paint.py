"""Opens pages of a running `lazo serve` in the machine's Chromium as a slow telephone would: when the largest thing stands, and what moved.

A processor slowed four times, and the network that Chromium's own tools call «Fast 4G»: 9 Mbit/s down and 1.5 up, less a tenth, and 165 ms
before each answer. Prints JSON by page: milliseconds of the first visit and of the next, layout shift, compressed bytes.
"""

import json
import os
import statistics
import sys
from importlib import import_module
from shutil import which
from typing import Any

from lazo.bench.cases.open_load import session_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SLOWED = 4
FAST_4G = {"offline": False, "latency": 165, "downloadThroughput": 1_012_500, "uploadThroughput": 168_750}
SCREEN = {"width": 390, "height": 844}
TIMES = 3
OPEN_MS = 20_000
LOOK_MS, STILL_LOOKS, MOST_LOOKS = 250, 4, 60
"""A page stands when its largest thing is the same in so many looks; one that asks again and again is never idle, but stands."""
WATCH = """
window.seen = { largest: 0, shift: 0 };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.seen.largest = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def main(port: str) -> None:
    addresses, session = _addresses()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        path = next(found for name in BROWSERS if (found := which(name)))
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        told = {name: _seen(browser, port, address, session) for name, address in addresses.items()}
        browser.close()
    sys.stdout.write(json.dumps(told) + "\n")


def _addresses() -> tuple[dict[str, str], str]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.urls import reverse

    from lazo.differentiate.models import Score
    from lazo.kernel.models import User

    someone = Score.objects.filter(n_purchases__gt=0).order_by("customer_id")[100].customer_id
    pages = {
        "home": reverse("web:home"),
        "list": reverse("web:customers"),
        "customer": reverse("web:customer", args=[someone]),
        "map": reverse("web:cycle"),
    }
    return pages, session_of(User.objects.order_by("id")[0])


def _seen(browser: Any, port: str, address: str, session: str) -> dict[str, float]:
    """Medians of some visits, each with nothing kept from before, and of a next one."""
    visits = [_visit(browser, port, address, session) for _ in range(TIMES)]
    return {key: statistics.median(one[key] for one in visits) for key in visits[0]}


def _visit(browser: Any, port: str, address: str, session: str) -> dict[str, float]:
    context = browser.new_context(viewport=SCREEN, device_scale_factor=2, is_mobile=True, has_touch=True)
    context.add_cookies([{"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}])
    page = context.new_page()
    page.add_init_script(WATCH)
    tools = context.new_cdp_session(page)
    received: list[float] = []
    tools.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", FAST_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    first = _opened(page, f"http://127.0.0.1:{port}{address}")
    size = sum(received)
    again = _opened(page, f"http://127.0.0.1:{port}{address}")
    context.close()
    return {
        "first_ms": first["largest"],
        "again_ms": again["largest"],
        "shift": first["shift"] + again["shift"],
        "bytes": size,
    }


def _opened(page: Any, address: str) -> dict[str, float]:
    response = page.goto(address, timeout=OPEN_MS)
    if response.status != 200:
        raise SystemExit(f"{address}: {response.status}")
    found: dict[str, float] = {"largest": 0.0}
    still = 0
    for _ in range(MOST_LOOKS):
        page.wait_for_timeout(LOOK_MS)
        before, found = found, page.evaluate("window.seen")
        still = still + 1 if found["largest"] and found["largest"] == before["largest"] else 0
        if still == STILL_LOOKS:
            return found
    raise SystemExit(f"{address}: nothing stands after {LOOK_MS * MOST_LOOKS} ms")


if __name__ == "__main__":
    main(sys.argv[1])
