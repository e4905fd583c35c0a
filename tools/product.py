"""What somebody does who has just cloned the repository: install the product alone, build a small company, sign in, look.

    tools/product.py FOLDER    FOLDER is made, and holds the fresh environment and the workspace

It needs Python 3.11 and a package index, nothing of what the other checks have installed. Ends with 0 when every page came as it should.
"""

# ruff: noqa: S603, T201 - a command of the repository: it starts our own launcher, asks 127.0.0.1 and speaks on standard output
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

ROOT = Path(__file__).resolve().parents[1]
CUSTOMERS = 60
WAIT_SECONDS = 90.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OURS_ALONE = ("pytest", "mypy", "ruff", "coverage", "hypothesis", "playwright")


@dataclass(frozen=True)
class Page:
    """An address that must answer 200, and words that must stand in the answer."""

    path: str
    words: Sequence[str]


PAGES = (
    Page("ciclo", ("Adquirir", "Mantener", "Maximizar", "Fidelizar", "Retener", "<svg")),
    Page("clientes", ('id="resultado"', 'href="/clientes/')),
    Page("api/v1/openapi.json", ('"openapi":', "/customers")),
)


def product_environment(folder: Path) -> dict[str, str]:
    """That of somebody who has only cloned: nothing of the checks, a venv and a workspace in `folder`."""
    dropped = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in dropped and "COVERAGE" not in name}
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        **kept,
        "LAZO_PYTHON": str(base),
        "LAZO_VENV": str(folder / "venv"),
        "LAZO_HOME": str(folder / "workspace"),
        "LAZO_LANGUAGE": "es",
    }


def build_company(environment: Mapping[str, str]) -> dict[str, str]:
    """Install and build with the launcher; gives the address and the password of who directs."""
    command = [str(ROOT / "lazo"), "demo", "--no-serve", "--customers", str(CUSTOMERS), "--json"]
    ended = subprocess.run(command, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, str] = json.loads(ended.stdout)
    return told


def uninvited(environment: Mapping[str, str]) -> list[str]:
    """Tools of development that came with the product's own lock; none should."""
    code = f"import importlib.util as u; print(*(n for n in {OURS_ALONE!r} if u.find_spec(n)))"
    python = Path(environment["LAZO_VENV"]) / "bin" / "python"
    return subprocess.run([str(python), "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout.split()


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[str]:
    """The product on a free port of this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(ROOT / "lazo"), "serve", "--no-worker", "--port", str(port)]
    server = subprocess.Popen(command, env=dict(environment))
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(WAIT_SECONDS)


def sign_in(browser: OpenerDirector, address: str, told: Mapping[str, str]) -> None:
    """Once the server listens, give the form of the entrance what the demo told."""
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            form = browser.open(f"{address}entrar", timeout=20).read().decode()
            break
        except OSError:  # nobody listens yet, or it answers for the first time on a busy machine
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    token = TOKEN.search(form)
    given = {
        "csrfmiddlewaretoken": token.group(1) if token else "",
        "username": told["email"],
        "password": told["password"],
    }
    browser.open(f"{address}entrar", urlencode(given).encode(), timeout=WAIT_SECONDS)


def lacks(browser: OpenerDirector, address: str, page: Page) -> list[str]:
    """Words that the page should show and does not; it raises when it does not answer 200."""
    text = browser.open(address + page.path, timeout=WAIT_SECONDS).read().decode()
    return [word for word in page.words if word not in text]


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True)
    environment = product_environment(folder)
    started = time.monotonic()
    told = build_company(environment)
    print(f"installed, and a company of {CUSTOMERS} customers built, in {time.monotonic() - started:.0f} s")
    faults = [f"{name} is installed with the product" for name in uninvited(environment)]
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with served(environment) as address:
        sign_in(browser, address, told)
        for page in PAGES:
            missing = lacks(browser, address, page)
            print(f"/{page.path}: {'lacks ' + ', '.join(missing) if missing else 'as it should be'}")
            faults += [f"/{page.path} lacks {word}" for word in missing]
    print("\n".join(faults) or f"a fresh install works ({time.monotonic() - started:.0f} s)")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
