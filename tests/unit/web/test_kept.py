from itertools import count

import pytest
from django.template import Context, Template
from django.utils import translation

from lazo.web.templatetags import lazo


def test_what_is_kept_is_written_once_for_each_language_and_each_value() -> None:
    turns = count(1)
    template = Template("{% load lazo %}{% kept place %}{{ turn }}{% endkept %}")

    def written(place: str, language: str = "es") -> str:
        with translation.override(language):
            return template.render(Context({"place": place, "turn": lambda: next(turns)}))

    assert [written("a"), written("b"), written("a"), written("a", "en"), written("b")] == ["1", "2", "1", "3", "2"]


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazo, "MOST_KEPT", 2)
    turns = count(1)
    template = Template("{% load lazo %}{% kept place %}{{ turn }}{% endkept %}")
    written = [template.render(Context({"place": place, "turn": lambda: next(turns)})) for place in "abca"]
    assert written == ["1", "2", "3", "4"]
