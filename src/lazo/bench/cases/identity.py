"""Asks what identity answers at scale, in this process: companies, groups, who knows whom, exclusion lists; then merges many, measures and erases.

Prints CPU milliseconds: of questions the median of nine, of what is done once what it took.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from lazo.bench.cases.fill_identity import COMPANY_EVERY
from lazo.bench.cases.lists import spent

ON = date(2026, 11, 30)
MERGES = 200
KEYS = 500


def main(customers: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from lazo.kernel.models import User

    user = User.objects.order_by("id")[0]
    asked = {name: spent(ask) for name, ask in {**_companies(user), **_people(user, customers)}.items()}
    done = {name: _once(work) for name, work in _works(user, customers).items()}
    sys.stdout.write(json.dumps({"asked": asked, "done": done}) + "\n")


def _companies(user: Any) -> dict[str, Callable[[], object]]:
    from lazo.differentiate.queries.company_directory import DirectoryQuestion, company_directory
    from lazo.differentiate.queries.customer_question import ListQuestion
    from lazo.differentiate.queries.group_value import group_values
    from lazo.identify.models import Party
    from lazo.identify.queries.hierarchy import group_of

    questions = {
        "directory": DirectoryQuestion(),
        "directory_value": DirectoryQuestion(listed=ListQuestion(sort="-value_365d")),
        "directory_industry": DirectoryQuestion(industries=("G",), sizes=("SMALL", "MEDIUM")),
        "directory_lacking": DirectoryQuestion(lacking="decider"),
        "directory_text": DirectoryQuestion(listed=ListQuestion(text="gara", sort="name")),
    }
    asked: dict[str, Callable[[], object]] = {
        name: partial(company_directory, user=user, question=question) for name, question in questions.items()
    }
    head = Party.objects.get(pk=COMPANY_EVERY)

    def group() -> object:
        found = group_of(head, user)
        alone: dict[int, tuple[int, ...]] = {company.id: (company.id,) for company in found.companies}
        return group_values(groups={0: found.members} | alone, user=user)

    return asked | {"group": group}


def _people(user: Any, customers: int) -> dict[str, Callable[[], object]]:
    from lazo.identify.models import Party
    from lazo.identify.queries.acquaintance import ways_between, ways_from_us
    from lazo.identify.queries.suppression import suppressed, suppressed_parties
    from lazo.identify.resolution.due import resolution_due

    middle = customers // 2 // COMPANY_EVERY * COMPANY_EVERY
    company, head = Party.objects.get(pk=middle), Party.objects.get(pk=COMPANY_EVERY)
    keys = [f"57300{n:07d}" for n in range(1, KEYS + 1)]
    told: dict[str, Any] = {"purpose": "marketing", "channel": "phone", "on": ON}
    return {
        "ways_from_us": partial(ways_from_us, target=company, user=user),
        "ways_between": partial(ways_between, origin=head, target=company, user=user),
        "suppressed_one": partial(suppressed, keys=keys[:1], **told),
        "suppressed_many": partial(suppressed, keys=keys, **told),
        "suppressed_parties": partial(suppressed_parties, parties=range(1, KEYS + 1), **told),
        "resolution_due": resolution_due,
    }


def _works(user: Any, customers: int) -> dict[str, Callable[[], object]]:
    """In the order in which they are done: an erasure is the last, since it takes what others look at."""
    return {
        "merge_by_run": partial(_merge, customers),
        "quality": partial(_measure, user),
        "erase": partial(_erase, user),
    }


def _merge(customers: int) -> None:
    """Two hundred edges between people far from each other, as a run writes them at once."""
    from django.db import transaction

    from lazo.identify.models import ResolutionRun
    from lazo.identify.resolution.writing import MergeWriter

    people = [number for number in range(2, customers, 7) if number % COMPANY_EVERY in {3, 7}][: MERGES * 2]
    run = ResolutionRun.objects.create(scope="FULL")
    edges = [(min(pair), max(pair)) for pair in zip(people[::2], people[1::2], strict=False)]
    with transaction.atomic():
        MergeWriter(run, edges, sampled=frozenset()).write()


def _measure(user: Any) -> None:
    from lazo.identify.operations.quality import measure_quality
    from lazo.kernel.jobs import NullContext

    measure_quality(on=ON, by=user, context=NullContext())


def _erase(user: Any) -> None:
    from django.conf import settings

    from lazo.identify.models import Party
    from lazo.identify.operations.data_request import confirm_identity, open_request
    from lazo.identify.operations.erasure import shown_name, start_erasure
    from lazo.identify.operations.erasure_run import carry_out
    from lazo.kernel.jobs import NullContext

    party = Party.objects.get(pk=5)
    request = open_request(party=party, kind="erasure", way="email", received_on=ON, on=ON, by=user, said="Bórrenme")
    confirm_identity(request=request, note="Mostró su documento", by=user, on=ON)
    erasure = start_erasure(request=request, name=shown_name(party), by=user, on=ON)
    carry_out(NullContext(), workspace=settings.WORKSPACE, erasure=erasure.pk, on=ON)


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]))
