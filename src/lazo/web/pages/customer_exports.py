"""The list of customers as a file, written while it is sent: everybody who fits its address, or those that are marked."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lazo.differentiate.operations.customer_export import CSV, export_customers
from lazo.differentiate.operations.export import UnableToExport
from lazo.web.context import company_of, formats_for
from lazo.web.customer_address import list_href, read_address
from lazo.web.customer_batch import Batch, read_batch
from lazo.web.reader import reader
from lazo.web.today import today

FAILURES = {
    "unknown_format": gettext_lazy("Se exporta como CSV o como Excel."),
    "too_many_rows": gettext_lazy("Son más filas de las que Excel abre: usa CSV, o filtra la lista."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def customer_export(request: HttpRequest) -> HttpResponseBase:
    address = read_address(request.GET, formats_for(company_of(request)))
    question = address.question.without("after")
    batch = read_batch(request.POST, question) if request.method == "POST" else Batch(question, None)
    if not batch.is_anybody:
        messages.error(request, _("Marca al menos un cliente."))
        return HttpResponseRedirect(list_href(question, address.view))
    try:
        made = export_customers(
            by=reader(request),
            question=replace(batch.question, sort=question.sort, columns=question.columns),
            file_format=(request.POST if request.method == "POST" else request.GET).get("formato", CSV),
            on=today(request),
            customers=batch.customers,
        )
    except UnableToExport as error:
        if error.code not in FAILURES:
            raise PermissionDenied from error
        messages.error(request, str(FAILURES[error.code]))
        return HttpResponseRedirect(list_href(question, address.view))
    response = StreamingHttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return response
