"""The boxes of a form, written here as Django's own templates would write them, letter by letter.

Each box costs Django a handful of templates with a context of their own: twelve milliseconds of a page that shows five of them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, mark_safe

FOLDER = "django/forms/widgets"
INPUTS = (
    "text",
    "hidden",
    "email",
    "number",
    "url",
    "tel",
    "search",
    "color",
    "password",
    "date",
    "time",
    "datetime",
    "checkbox",
)
OPTION = f"{FOLDER}/select_option.html"


class WidgetMarkup(DjangoTemplates):
    """Writes the common boxes itself; what it does not know, Django's templates write."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        write = WRITERS.get(template_name)
        if write is None or not _is_plain(context["widget"]):
            return super().render(template_name, context, request)
        return mark_safe(write(context["widget"]))  # noqa: S308 - what is put in is escaped


def _is_plain(widget: Mapping[str, Any]) -> bool:
    """Whether its options, if it has any, are written as Django's own."""
    return all(one["template_name"] == OPTION for _name, group, _index in widget.get("optgroups", ()) for one in group)


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_text(value)}"'
    return f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"{said}{_attrs(widget)}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    value = _said(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attrs(widget)}>\n{value}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{conditional_escape(widget["name"])}"{_attrs(widget)}>{groups}\n</select>'


def _group(name: str | None, options: list[Mapping[str, Any]]) -> str:
    inner = "".join(f"\n  {_option(one)}\n" for one in options)
    return f'\n  <optgroup label="{conditional_escape(name)}">{inner}\n  </optgroup>' if name else inner


def _option(widget: Mapping[str, Any]) -> str:
    return f'<option value="{_text(widget["value"])}"{_attrs(widget)}>{_said(widget["label"])}</option>'


def _attrs(widget: Mapping[str, Any]) -> str:
    """Of true only the name is written, of false nothing."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _said(value: Any) -> str:
    """As a template writes a value: words as they are, numbers by the language."""
    return conditional_escape(localize(value))


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeData) else str(value))


WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"{FOLDER}/{name}.html": _input for name in INPUTS},
    f"{FOLDER}/textarea.html": _textarea,
    f"{FOLDER}/select.html": _select,
}
