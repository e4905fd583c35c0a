import os

import pytest

from lazo.cli.serve import MOST_PROCESSES, usual_processes


@pytest.mark.parametrize("url", ["", "sqlite:////srv/lazo.sqlite3"])
def test_one_process_serves_where_one_writes_at_a_time(url: str) -> None:
    assert usual_processes(url) == 1


def test_every_core_answers_on_postgresql() -> None:
    assert usual_processes("postgresql://db/lazo") == min(os.cpu_count() or 1, MOST_PROCESSES)
