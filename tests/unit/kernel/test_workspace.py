import stat
from pathlib import Path

import pytest

from lazo.kernel.workspace import Workspace


def test_creating_makes_folders_and_a_key_that_only_the_owner_reads(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    assert not workspace.exists()
    workspace.create()
    assert workspace.exists()
    assert sorted(path.name for path in workspace.root.iterdir()) == ["files", "history", "secret.key", "warehouse"]
    assert stat.S_IMODE(workspace.secret_key_file.stat().st_mode) == 0o600
    assert workspace.database == tmp_path / "ws" / "lazo.sqlite3"


def test_creating_again_keeps_the_key(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    workspace.create()
    key = workspace.secret_key()
    workspace.create()
    assert workspace.secret_key() == key
    assert len(key) > 50


def test_the_environment_says_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAZO_HOME", str(tmp_path / "a"))
    assert Workspace.from_environment().root == tmp_path / "a"
    monkeypatch.delenv("LAZO_HOME")
    monkeypatch.chdir(tmp_path)
    assert Workspace.from_environment().root == tmp_path / "workspace"
