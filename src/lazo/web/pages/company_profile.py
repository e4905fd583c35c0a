"""What a company does and how large it is, said on its page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lazo.identify.operations.company_profile import UnableToDescribe, describe_company
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.toasts import toast


@require_POST
def company_profile(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    try:
        token = describe_company(
            company=party, industry=request.POST.get("sector", ""), size=request.POST.get("tamano", ""), by=user
        )
        toast(request, _("Guardado."), undo=token)
    except UnableToDescribe as error:
        if error.code in {"not_a_company", "not_visible"}:
            raise Http404 from error
        messages.error(request, _("Elige de la lista."))
    return redirect("web:customer", customer=party.pk)
