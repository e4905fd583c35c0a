"""Segments by commands: listed, counted by key and by sentence, found again, written to a file."""

from pathlib import Path

import pytest
from segmented import make_segments
from terminal import Lazo
from world import World, make_world

from lazo.kernel.workspace import Workspace


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_segments_from_the_terminal(lazo: Lazo, company: World, workspace: Workspace, tmp_path: Path) -> None:
    made = make_segments(company, workspace, customers=20)
    mexico = 10 + 10

    rebuilt = lazo("segment", "rebuild", "--json")
    assert (rebuilt.code, rebuilt.json["segments"], rebuilt.json["left"]) == (0, 2, 0)
    listed = lazo("segment", "list", "--count", "--json").json["segments"]
    assert {row["key"]: row["customers"] for row in listed}[made.mexico.key] == mexico
    assert "fieles-de-mexico" in lazo("segment", "list").out
    assert lazo("segment", "count", made.mexico.key, "--json").json["customers"] == mexico
    said = lazo("segment", "count", "en México", "--json").json
    assert (said["customers"], said["rules"]) == (mexico, {"": mexico})
    file = tmp_path / "mexico.csv"
    assert lazo("segment", "export", made.mexico.key, "--to", str(file), "--json").json["rows"] == mexico
    assert len(file.read_text().splitlines()) == mexico + 1
    unknown = lazo("segment", "export", "nadie", "--to", str(file))
    assert (unknown.code, "nadie" in unknown.err) == (1, True)
    assert lazo("segment", "count", "zapatea", "--json").code == 1
