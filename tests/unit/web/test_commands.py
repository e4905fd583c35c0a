"""What the palette can do and where it can go."""

import re

from lazo.web.commands import DO, GO, Command, Kind, commands, lines
from lazo.web.icons import symbol

ADMINISTRATOR = frozenset({"may_import", "may_export", "may_administer"})


def keys(permissions: frozenset[str], text: str = "") -> list[str]:
    return [line.key for line in lines(permissions, text)]


def test_commands_that_need_a_permission_are_left_out_without_it() -> None:
    assert "import" in keys(ADMINISTRATOR)
    assert {"import", "score", "sources", "users"} & set(keys(frozenset())) == set()
    assert {"customers", "cycle", "dark"} <= set(keys(frozenset()))


def test_commands_of_pages_that_are_not_installed_are_left_out() -> None:
    moon = Command("moon", "Ir a la luna", "web:moon", "moon")
    assert lines(frozenset(), among=[moon]) == []


def test_every_typed_word_must_begin_one_of_the_command() -> None:
    assert keys(ADMINISTRATOR, "Import") == ["import", "imports"]
    assert keys(ADMINISTRATOR, "arch imp") == ["import"]
    assert keys(ADMINISTRATOR, "noche") == ["dark"]
    assert keys(ADMINISTRATOR, "english") == ["en"]
    assert keys(ADMINISTRATOR, "xyz") == []


def test_no_two_commands_share_a_name_or_letters() -> None:
    every = commands()
    assert len({command.key for command in every}) == len(every)
    typed = [command.keys for command in every if command.keys]
    assert sorted(typed) == sorted(set(typed))
    assert [one for one in typed if not re.fullmatch(r"g [a-z]|[a-z]", one)] == []


def test_every_command_has_an_icon_and_says_what_it_sends() -> None:
    for command in (*DO, *GO):
        assert symbol(command.icon).startswith("<symbol")
    posting = {command.key: command.posts for command in DO if command.posts is not None}
    assert posting["dark"] == ("theme", "dark")
    assert posting["pt-br"] == ("language", "pt-br")
    assert {command.kind for command in GO} == {Kind.GO}
