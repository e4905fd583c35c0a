"""The fixture `lazo`: runs a command in this process and says how it ended."""

import sys

import pytest
from terminal import Ended, Lazo

from lazo.cli.main import run


@pytest.fixture
def lazo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lazo:
    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["lazo", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, said.out, said.err)

    return call
