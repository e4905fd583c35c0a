"""Lists of who must not be contacted: only digests are kept, the file goes, the newest consultation counts, its age is shown."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from world import World

from lazo.identify.models import ContactPoint, Party, SuppressionConsultation, SuppressionEntry, SuppressionList
from lazo.identify.operations import suppression_load
from lazo.identify.operations.suppression import (
    UnableToSuppress,
    add_to_own_list,
    receive_consultation,
    take_off_own_list,
)
from lazo.identify.operations.suppression_load import UnableToLoadList, load_consultation
from lazo.identify.queries.suppression import (
    Freshness,
    list_standings,
    lists_too_old,
    suppressed,
    suppressed_parties,
    suppression_of,
)
from lazo.kernel.jobs import JobContext, NullContext
from lazo.kernel.models import Event, Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

ON = date(2026, 12, 1)
ANA, EVA, LUZ = "+573001234567", "+573107654321", "+573209876543"


def take_in(world: World, text: str | bytes, *, key: str = "co-rne", **said: Any) -> SuppressionConsultation:
    whole: dict[str, Any] = {"file_name": "rne.csv", "consulted_on": ON, "by": world.diego, "on": ON} | said
    stream = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    consultation = receive_consultation(key=key, stream=stream, **whole)
    load_consultation(NullContext(), consultation=consultation.pk)
    consultation.refresh_from_db()
    return consultation


def forbidden(*keys: str, purpose: str = "marketing", channel: str = "phone", on: date = ON) -> dict[str, list[str]]:
    found = suppressed(keys=keys, purpose=purpose, channel=channel, on=on)
    return {key: [one.list for one in lists] for key, lists in found.items()}


def test_a_file_becomes_digests_and_is_gone(world: World, workspace: Workspace) -> None:
    consultation = take_in(world, "numero;fecha\n300 123 4567;2026-01-01\n3107654321;2026-01-02\nno tiene;\n")
    assert (consultation.state, consultation.rows, consultation.entries, consultation.unreadable) == ("DONE", 3, 2, 1)
    assert forbidden(ANA, EVA, LUZ) == {ANA: ["co-rne"], EVA: ["co-rne"]}
    assert [path for path in workspace.files.rglob("*") if path.is_file()] == []
    assert {len(row.digest) for row in SuppressionEntry.objects.all()} == {16}
    assert Event.objects.get(kind="suppression.loaded").data == {
        "list": "co-rne",
        "consultation": consultation.pk,
        "entries": 2,
    }
    assert Job.objects.get(pk=consultation.job).kind == "identify.suppression"


def test_numbers_without_a_header_are_all_read(world: World, workspace: Workspace) -> None:
    consultation = take_in(world, "3001234567\n3107654321\n3209876543\n", file_name="lista.txt")
    assert (consultation.rows, consultation.entries, consultation.unreadable) == (3, 3, 0)
    assert sorted(forbidden(ANA, EVA, LUZ)) == [ANA, EVA, LUZ]


def test_a_workbook_is_read(world: World, workspace: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "repep.xlsx"
    with xlsxwriter.Workbook(str(place)) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(("Teléfono", "5512345678", "5587654321")):
            sheet.write_string(row, 0, text)
    consultation = take_in(world, place.read_bytes(), key="mx-repep", file_name="repep.xlsx")
    assert consultation.entries == 2
    assert forbidden("+525512345678", channel="sms") == {"+525512345678": ["mx-repep"]}


def test_a_list_forbids_its_channels_and_purposes_only(world: World, workspace: Workspace) -> None:
    take_in(world, "numero\n3001234567\n")
    assert forbidden(ANA, channel="whatsapp") == {ANA: ["co-rne"]}
    assert forbidden(ANA, channel="letter") == {}
    assert forbidden(ANA, purpose="collections") == {}


def test_the_newest_consultation_counts_and_the_former_goes(world: World, workspace: Workspace) -> None:
    take_in(world, "numero\n3001234567\n3107654321\n", consulted_on=date(2026, 11, 1))
    second = take_in(world, "numero\n3107654321\n3209876543\n")
    assert sorted(forbidden(ANA, EVA, LUZ)) == [EVA, LUZ]
    assert set(SuppressionEntry.objects.values_list("consultation", flat=True)) == {second.pk}
    assert SuppressionConsultation.objects.count() == 2


def test_an_old_consultation_still_forbids_and_says_that_it_is_old(world: World, workspace: Workspace) -> None:
    take_in(world, "numero\n3001234567\n")
    day = date(2026, 12, 31)
    assert lists_too_old(country="CO", purpose="marketing", channel="phone", on=date(2026, 12, 30)) == []
    assert [one.freshness for one in lists_too_old(country="CO", purpose="marketing", channel="phone", on=day)] == [
        Freshness.TOO_OLD
    ]
    assert suppression_of(key=ANA, purpose="marketing", channel="phone", on=day)[0].is_too_old
    assert [one.registry.key for one in lists_too_old(country="MX", purpose="marketing", channel="phone", on=ON)] == [
        "mx-repep",
        "mx-reus",
    ]
    assert lists_too_old(country="CO", purpose="collections", channel="phone", on=day) == []


def test_every_list_says_how_recent_it_is(world: World, workspace: Workspace) -> None:
    take_in(world, "numero\n3001234567\n", reference="R-77")
    told = {one.registry.key: (one.freshness, one.entries) for one in list_standings(on=ON, country="CO")}
    assert told == {
        "own": (Freshness.AGELESS, 0),
        "co-rne": (Freshness.FRESH, 1),
        "erased": (Freshness.AGELESS, 0),
    }


def test_the_own_list_is_added_to_and_taken_from(world: World, workspace: Workspace) -> None:
    party = Party.objects.create(name="Ana", owner=world.ana)
    ContactPoint.objects.create(party=party, kind="EMAIL", value="ana@a.example", key="ana@a.example")
    assert add_to_own_list(keys=["ana@a.example", ANA], by=world.ana, on=ON) == 2
    assert add_to_own_list(keys=["ana@a.example"], by=world.ana, on=ON) == 0
    assert forbidden("ana@a.example", purpose="collections", channel="visit") == {"ana@a.example": ["own"]}
    found = suppressed_parties(parties=[party.pk, party.pk + 1], purpose="marketing", channel="email", on=ON)
    assert {number: [one.list for one in lists] for number, lists in found.items()} == {party.pk: ["own"]}
    assert take_off_own_list(keys=["ana@a.example"], by=world.ana) == 1
    assert forbidden("ana@a.example", ANA) == {ANA: ["own"]}
    assert SuppressionList.objects.get(key="own").current.entries == 1  # type: ignore[union-attr]  # it has one by now
    with pytest.raises(UnableToSuppress, match="no_key"):
        add_to_own_list(keys=[], by=world.ana, on=ON)


def test_another_secret_finds_nothing(world: World, workspace: Workspace) -> None:
    take_in(world, "numero\n3001234567\n")
    workspace.secret_key_file.unlink()
    workspace.secret_key()
    assert forbidden(ANA) == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"key": "atlantis"}, "unknown_list"),
        ({"key": "erased"}, "not_by_file"),
        ({"consulted_on": date(2026, 12, 2)}, "future"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, workspace: Workspace, said: dict[str, Any], code: str) -> None:
    with pytest.raises(UnableToSuppress, match=code):
        take_in(world, "numero\n3001234567\n", **said)


def test_only_who_may_import_brings_a_list(world: World, workspace: Workspace) -> None:
    with pytest.raises(UnableToSuppress, match="not_allowed"):
        take_in(world, "numero\n3001234567\n", by=world.ana)
    assert not SuppressionConsultation.objects.exists()


def test_a_file_without_numbers_fails_and_the_former_list_still_counts(world: World, workspace: Workspace) -> None:
    take_in(world, "numero\n3001234567\n")
    with pytest.raises(UnableToLoadList, match="nothing_found"):
        take_in(world, "color\nrojo\nverde\n")
    failed = SuppressionConsultation.objects.order_by("-pk")[0]
    assert (failed.state, failed.problem) == ("FAILED", "nothing_found")
    assert forbidden(ANA) == {ANA: ["co-rne"]}
    assert [path for path in workspace.files.rglob("*") if path.is_file()] == []


def test_killed_between_two_pieces_it_goes_on(
    world: World, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppression_load, "PIECE", 10)
    text = "numero\n" + "".join(f"30012345{number:02}\n" for number in range(35))
    consultation = receive_consultation(
        key="co-rne", file_name="a.csv", stream=io.BytesIO(text.encode()), consulted_on=ON, by=world.diego, on=ON
    )

    class Killed(JobContext):
        def raise_if_cancelled(self) -> None:
            if self.saved.get("loaded") == 20:
                raise KeyboardInterrupt

    context = Killed()
    with pytest.raises(KeyboardInterrupt):
        load_consultation(context, consultation=consultation.pk)
    assert SuppressionEntry.objects.count() == 20
    assert forbidden(ANA) == {}
    load_consultation(JobContext(saved=context.saved), consultation=consultation.pk)
    assert SuppressionEntry.objects.count() == 35
    consultation.refresh_from_db()
    assert consultation.entries == 35
