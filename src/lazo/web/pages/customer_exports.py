"""The list of customers as a file: everybody who fits its address, written while it is sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lazo.differentiate.operations.customer_export import CSV, export_customers
from lazo.differentiate.operations.export import UnableToExport
from lazo.web.context import company_of, formats_for
from lazo.web.customer_address import list_href, read_address
from lazo.web.reader import reader
from lazo.web.today import today

FAILURES = {
    "unknown_format": gettext_lazy("Se exporta como CSV o como Excel."),
    "too_many_rows": gettext_lazy("Son más filas de las que Excel abre: usa CSV, o filtra la lista."),
}


@require_safe
def customer_export(request: HttpRequest) -> HttpResponseBase:
    address = read_address(request.GET, formats_for(company_of(request)))
    question = address.question.without("after")
    try:
        made = export_customers(
            by=reader(request),
            question=question,
            file_format=request.GET.get("formato", CSV),
            on=today(request),
        )
    except UnableToExport as error:
        if error.code not in FAILURES:
            raise PermissionDenied from error
        messages.error(request, str(FAILURES[error.code]))
        return HttpResponseRedirect(list_href(question, address.view))
    response = StreamingHttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return response
