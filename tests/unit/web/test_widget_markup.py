from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from lazo.web.widget_markup import INPUTS, WRITERS, WidgetMarkup

MANY = [
    ("", "Sin decir"),
    ("a<b", 'x & "y"'),
    (7, gettext_lazy("Nadie")),
    ("Grupo <1>", [("s", "Sí"), (True, "Cierto")]),
]
HOSTILE = "<script>\"'&</script>"
WIDGETS = [
    forms.TextInput(attrs={"required": True, "disabled": False, "data-x": HOSTILE, "maxlength": 20, HOSTILE: "n"}),
    forms.HiddenInput(),
    forms.EmailInput(),
    forms.NumberInput(attrs={"step": 0.5}),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.DateInput(attrs={"type": "date"}),
    forms.TimeInput(),
    forms.DateTimeInput(),
    forms.CheckboxInput(),
    forms.Textarea(attrs={"rows": 3}),
    forms.Select(choices=MANY),
    forms.Select(choices=[]),
    forms.SelectMultiple(choices=MANY),
    forms.NullBooleanSelect(),
    forms.RadioSelect(choices=MANY),
    forms.CheckboxSelectMultiple(choices=MANY),
    forms.ClearableFileInput(),
    forms.SplitDateTimeWidget(),
]
OF_THEIR_OWN = (forms.SplitDateTimeWidget, forms.ClearableFileInput, forms.NullBooleanSelect)
"""These take values of a kind of their own: they are written without one."""
VALUES = [None, "", HOSTILE, mark_safe("<b>7</b>"), 7, 1234.5, True, False, "a<b", ["a<b", "s"]]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_box_is_written_as_the_templates_of_django_write_it(widget: forms.Widget, value: Any) -> None:
    context = widget.get_context("un<nombre>", None if isinstance(widget, OF_THEIR_OWN) else value, {"id": "id_x"})
    name = str(widget.template_name)
    assert WidgetMarkup().render(name, context) == DjangoTemplates().render(name, context)


def test_every_box_written_here_has_a_template_in_django() -> None:
    written = [DjangoTemplates().get_template(name) for name in WRITERS]
    assert len(written) == len(INPUTS) + 2


def test_options_of_another_kind_are_left_to_django() -> None:
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    context = Own(choices=[("a", "A")]).get_context("n", "a", {})
    ours = WidgetMarkup().render("django/forms/widgets/select.html", context)
    assert ours == DjangoTemplates().render("django/forms/widgets/select.html", context)
