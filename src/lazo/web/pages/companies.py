"""The directory of companies: sought, filtered, put in order, taken out as a file."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lazo.differentiate.operations.company_export import export_companies
from lazo.differentiate.operations.export import UnableToExport
from lazo.differentiate.queries.company_directory import company_directory
from lazo.identify.models import CompanyProfile
from lazo.kernel.access import may
from lazo.web.context import permissions_of
from lazo.web.csv_file import csv_lines
from lazo.web.directory_form import LACKING_WORDS, SORT_WORDS, directory_params, read_directory
from lazo.web.reader import reader
from lazo.web.today import today


@require_GET
def companies(request: HttpRequest) -> HttpResponse:
    user, question = reader(request), read_directory(request.GET)
    page = company_directory(user=user, question=question)
    asked = directory_params(question)
    context = {
        "section": "companies",
        "rows": page.rows,
        "question": question,
        "next": directory_params(question, after=page.next) if page.next else "",
        "asked": asked,
        "is_filtered": bool(asked.replace(f"orden={question.listed.sort}", "")),
        "industries": CompanyProfile.Industry.choices,
        "sizes": CompanyProfile.Size.choices,
        "lackings": LACKING_WORDS.items(),
        "sorts": SORT_WORDS.items(),
        "may_export": may(user, "may_export"),
        "new_href": f"{reverse('web:party_new')}?tipo=empresa" if "may_add" in permissions_of(request) else "",
    }
    return render(request, "web/identify/company_list.html", context)


@require_GET
def companies_export(request: HttpRequest) -> StreamingHttpResponse:
    try:
        rows = export_companies(by=reader(request), question=read_directory(request.GET))
    except UnableToExport as error:
        raise PermissionDenied from error
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="empresas-{today(request).isoformat()}.csv"'
    return response
