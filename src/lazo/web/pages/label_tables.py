"""Tables to learn from: brought in, described, looked at by the guard, and made into a model."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lazo.differentiate.models import LabelTable, PropensityModel
from lazo.differentiate.operations.label_table import (
    PARTS,
    UnableToDescribeTable,
    UnableToReceiveTable,
    UnableToRemoveTable,
    describe_table,
    receive_table,
    remove_table,
)
from lazo.differentiate.operations.propensity_model import UnableToCreateModel, create_model, start_training
from lazo.web.context import company_of, formats_for
from lazo.web.import_words import failure_sentence
from lazo.web.model_page import tried_context
from lazo.web.permission import importer
from lazo.web.propensity_words import REFUSALS, refusal_sentence
from lazo.web.toasts import toast
from lazo.web.today import today

SHELL = {"section": "data", "tab": "models"}
TABLE_KINDS = [one for one in PropensityModel.Kind.choices if one[0] not in {"SILENCE", "NEXT_CATEGORY"}]


class TableForm(forms.Form):
    """The file, and what people will call it."""

    file = forms.FileField(
        label=gettext_lazy("Archivo"), error_messages={"required": gettext_lazy("Elige un archivo.")}
    )
    name = forms.CharField(label=gettext_lazy("Nombre"), required=False, max_length=120)


@require_http_methods(["GET", "POST"])
def label_table_new(request: HttpRequest) -> HttpResponse:
    """Choose the file; it becomes a table of its own and changes nobody's data."""
    user = importer(request)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = receive_table(name=form.cleaned_data["name"], file_name=str(file.name), stream=file, by=user)
            return redirect("web:label_table", table=table.pk)
        except UnableToReceiveTable as error:
            form.add_error("file", _unreceived(request, error))
    context = SHELL | {"form": form, "tables": LabelTable.objects.order_by("-pk")[:20]}
    return render(request, "web/differentiate/label_table_new.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def label_table(request: HttpRequest, table: int) -> HttpResponse:
    """What each column is, and what the guard finds; saving shows it at once."""
    user, found = importer(request), _found(table)
    failure = ""
    if request.method == "POST":
        try:
            version = request.POST.get("version", "")
            number = int(version) if version.isdecimal() and len(version) < 9 else 0
            describe_table(table=found, choices=choices_from(request.POST, found), version=number, by=user)
            return redirect("web:label_table", table=table)
        except UnableToDescribeTable as error:
            failure = refusal_sentence(error.code, {}, formats_for(company_of(request)))
    return _page(request, found, failure)


@require_POST
def label_table_model(request: HttpRequest, table: int) -> HttpResponse:
    """Make a model of the table and train it."""
    user, found = importer(request), _found(table)
    try:
        made = create_model(kind=request.POST.get("kind", ""), name=request.POST.get("name", ""), table=found, by=user)
        start_training(model=made, on=today(request), by=user)
    except UnableToCreateModel as error:
        return _page(request, found, refusal_sentence(error.code, {}, formats_for(company_of(request))))
    return redirect("web:model", model=made.pk)


@require_POST
def label_table_removal(request: HttpRequest, table: int) -> HttpResponse:
    """Let go of a table from which nothing is learned."""
    user, found = importer(request), _found(table)
    try:
        remove_table(table=found, by=user)
    except UnableToRemoveTable as error:
        toast(request, str(REFUSALS.get(error.code, error.code)))
        return redirect("web:label_table", table=table)
    toast(request, _("Quitaste la tabla. De ella no quedó nada."))
    return redirect("web:label_table_new")


def choices_from(form: QueryDict, table: LabelTable) -> dict[str, Any]:
    """The choices of the form; columns are named by their place, because their names may be anything."""
    names = table.column_names

    def named(value: str) -> str:
        place = int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else len(names)
        return names[place] if place < len(names) else ""

    chosen: dict[str, Any] = {part: named(form.get(part, "")) for part in PARTS if part != "rule"}
    chosen["rule"] = form.get("rule", "")
    chosen["declared"] = {name: form[f"timing-{n}"] for n, name in enumerate(names) if form.get(f"timing-{n}")}
    return chosen


def _page(request: HttpRequest, table: LabelTable, failure: str = "") -> HttpResponse:
    # Reading cells brings the libraries of columns, which a process that only serves pages need not hold.
    from lazo.analytics.propensity.labels import UnableToReadLabel
    from lazo.differentiate.queries.propensity import sample_of, try_choices

    formats = formats_for(company_of(request))
    context: dict[str, Any] = {}
    if table.choices:
        try:
            context = tried_context(try_choices(table, table.choices), formats)
        except UnableToReadLabel as error:
            failure = failure or refusal_sentence(error.code, error.params, formats)
    samples, declared = sample_of(table), table.choices.get("declared", {})
    context |= SHELL | {
        "table": table,
        "columns": [
            {**one, "place": place, "sample": samples.get(one["name"], ""), "timing": declared.get(one["name"], "")}
            for place, one in enumerate(table.columns)
        ],
        "failure": failure,
        "kinds": TABLE_KINDS,
        "models": PropensityModel.objects.filter(table=table).order_by("pk"),
        "name": request.POST.get("name", "") or table.name,
    }
    return render(request, "web/differentiate/label_table.html", context, status=400 if failure else 200)


def _unreceived(request: HttpRequest, error: UnableToReceiveTable) -> str:
    if error.code in REFUSALS:
        return refusal_sentence(error.code, error.params, formats_for(company_of(request)))
    return failure_sentence(error.code, error.params)


def _found(number: int) -> LabelTable:
    found = LabelTable.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
