"""Asks the list of customers, its facets, the search and typing in the list in this process, as two readers: one sees all, one their own rows.

Prints the median CPU milliseconds of each question, the dearest sort and the dearest facet question among them.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

WARM, TIMES = 2, 9
TYPED = ("mar", "gar", "garate", "perez ana", "4567", "garrate")


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.conf import settings

    from lazo.kernel.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    users = list(User.objects.order_by("id")[:2])
    told = {reader: _asked(user) for reader, user in zip(("all", "own"), users, strict=True)}
    sys.stdout.write(json.dumps(told) + "\n")


def _asked(user: Any) -> dict[str, Any]:
    from lazo.differentiate.queries.customer_columns import OWN
    from lazo.differentiate.queries.customer_facets import facet_counts
    from lazo.differentiate.queries.customer_list import customer_list, neighbours
    from lazo.differentiate.queries.customer_question import ListQuestion
    from lazo.differentiate.queries.field_facets import field_facets
    from lazo.identify.queries.search import search_parties

    sorts = [minus + column.key for column in OWN for minus in ("", "-")]
    first = customer_list(user=user, question=ListQuestion(sort="name"))
    someone = first.rows[-1].customer_id
    questions = _questions()
    return {
        "sorts": {sort: spent(partial(customer_list, user=user, question=ListQuestion(sort=sort))) for sort in sorts},
        "filters": {key: spent(partial(customer_list, user=user, question=q)) for key, q in questions.items()},
        "facets": {key: spent(partial(facet_counts, user=user, question=q)) for key, q in questions.items()},
        "own": {key: spent(partial(customer_list, user=user, question=q)) for key, q in _own_questions().items()},
        "own_facets": {key: spent(partial(field_facets, user=user, question=q)) for key, q in _counted_own().items()},
        "search": {text: spent(partial(search_parties, user=user, text=text)) for text in TYPED},
        "typing": {text: spent(partial(_typed, client_of(user), text)) for text in TYPED},
        "next_page": spent(lambda: customer_list(user=user, question=ListQuestion(sort="name", after=first.next))),
        "neighbours": spent(lambda: neighbours(user=user, question=ListQuestion(sort="name"), customer=someone)),
    }


def client_of(user: Any) -> Any:
    from django.test import Client

    client = Client(headers={"accept-encoding": "gzip", "hx-request": "true"})
    client.force_login(user)
    return client


def _typed(client: Any, text: str) -> None:
    """What the list's own field asks for with every letter: the rows, through everything a request passes."""
    response = client.get("/clientes", {"q": text}, headers={"hx-target": "resultado"})
    if response.status_code != 200:
        raise SystemExit(f"{text}: {response.status_code}")


def _questions() -> dict[str, Any]:
    from lazo.differentiate.queries.customer_question import ListQuestion

    return {
        "todo": ListQuestion(),
        "área": ListQuestion(areas=("KEEP",)),
        "estratégicos": ListQuestion(strategic=True),
        "celda RFM": ListQuestion(rfm=("55",)),
        "valor": ListQuestion(value_from=5_000_000, value_to=6_000_000),
        "combinación rara": ListQuestion(
            areas=("RETAIN",),
            kinds=("PERSON",),
            risks=("high",),
            cities=("Cali", "Lima"),
            countries=("CO",),
            tiers=("SGC",),
        ),
        "nadie": ListQuestion(tiers=("BZ",), areas=("LOYALTY",)),
        "mar": ListQuestion(text="mar"),
        "pérez ana": ListQuestion(text="pérez ana"),
    }


def _own_questions() -> dict[str, Any]:
    """In the order of each own field both ways, and filtered by one of each type."""
    from lazo.bench.cases.fill_lists import FIELDS
    from lazo.differentiate.queries.customer_question import ListQuestion

    asked = {
        f"orden {minus}{key}": ListQuestion(sort=f"{minus}trait:{key}", columns=(f"trait:{key}",))
        for key in FIELDS
        for minus in ("", "-")
    }
    filters = {
        "opción": (("canal", "is", "Feria"), ("canal", "is", "Tienda")),
        "dinero": (("cupo", "from", "100000000"),),
        "día": (("renovacion", "to", "2024-06-30"),),
        "texto": (("lema", "contains", "77"),),
        "sin valor": (("puntos", "empty", ""),),
    }
    return asked | {key: ListQuestion(traits=traits) for key, traits in filters.items()}


def _counted_own() -> dict[str, Any]:
    from lazo.differentiate.queries.customer_question import ListQuestion

    return {
        "todo": ListQuestion(),
        "área": ListQuestion(areas=("KEEP",)),
        "opción": ListQuestion(traits=(("canal", "is", "Feria"),)),
    }


def spent(ask: Callable[[], object]) -> float:
    spent = []
    for _ in range(WARM + TIMES):
        started = time.process_time()
        ask()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent[WARM:])


if __name__ == "__main__":
    main()
