"""The fictitious company's relations are written once, from the seed."""

from datetime import date
from pathlib import Path

import pytest

from lazo.demo.founding import found_fictitious_company
from lazo.demo.relating import write_relations
from lazo.identify.models import CompanyProfile, Party, PartyRelationship, RelationCandidate
from lazo.identify.operations.relation_candidates import refresh_candidates
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
GIVEN = ("Ana", "Beto", "Carla", "Dario", "Elsa", "Fabio", "Gina", "Hugo")


def test_relations_are_written_once_and_some_wait_to_be_found(tmp_path: Path) -> None:
    found_fictitious_company(on=ON, is_real=False, by=None)
    Party.objects.bulk_create(
        Party(name=f"{GIVEN[n % 8]} Rojas{n // 2}", given_name=GIVEN[n % 8], surnames=f"Rojas{n // 2}", city="Cali")
        for n in range(200)
    )
    Party.objects.bulk_create(Party(kind="ORGANIZATION", name=f"Café {n} S.A.S.", country="CO") for n in range(60))
    written = write_relations(on=ON, seed=7)
    assert {name: written[name] for name in ("households", "addresses", "group_companies", "payers")} == {
        "households": 30, "addresses": 40, "group_companies": 9, "payers": 12,
    }  # fmt: skip
    assert CompanyProfile.objects.count() == written["profiles"]
    assert PartyRelationship.objects.filter(type="referred-by").count() == written["referrals"]
    assert write_relations(on=ON, seed=7) == {}
    assert Event.objects.get(kind="demo.related").data == written
    refresh_candidates(context=NullContext(), on=ON, folder=tmp_path)
    found = set(RelationCandidate.objects.values_list("type", flat=True))
    assert found >= {"same-household", "employed-by", "pays-for"}
