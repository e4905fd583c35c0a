"""Asks the list of customers, its facets and the search in this process, as two readers: one who sees all, one their own rows.

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
    from lazo.kernel.models import User

    users = list(User.objects.order_by("id")[:2])
    told = {reader: _asked(user) for reader, user in zip(("all", "own"), users, strict=True)}
    sys.stdout.write(json.dumps(told) + "\n")


def _asked(user: Any) -> dict[str, Any]:
    from lazo.differentiate.queries.customer_columns import OWN
    from lazo.differentiate.queries.customer_facets import facet_counts
    from lazo.differentiate.queries.customer_list import customer_list, neighbours
    from lazo.differentiate.queries.customer_question import ListQuestion
    from lazo.identify.queries.search import search_parties

    sorts = [minus + column.key for column in OWN for minus in ("", "-")]
    first = customer_list(user=user, question=ListQuestion(sort="name"))
    someone = first.rows[-1].customer_id
    questions = _questions()
    return {
        "sorts": {sort: _spent(partial(customer_list, user=user, question=ListQuestion(sort=sort))) for sort in sorts},
        "filters": {key: _spent(partial(customer_list, user=user, question=q)) for key, q in questions.items()},
        "facets": {key: _spent(partial(facet_counts, user=user, question=q)) for key, q in questions.items()},
        "search": {text: _spent(partial(search_parties, user=user, text=text)) for text in TYPED},
        "next_page": _spent(lambda: customer_list(user=user, question=ListQuestion(sort="name", after=first.next))),
        "neighbours": _spent(lambda: neighbours(user=user, question=ListQuestion(sort="name"), customer=someone)),
    }


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


def _spent(ask: Callable[[], object]) -> float:
    spent = []
    for _ in range(WARM + TIMES):
        started = time.process_time()
        ask()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent[WARM:])


if __name__ == "__main__":
    main()
