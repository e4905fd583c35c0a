"""What providers tell us: a call at an address that only they know, believed when it is signed as theirs."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lazo.interact.channels.contract import UnableToTrust, WebhookCall
from lazo.interact.inbound import account_of
from lazo.interact.models import ChannelAccount
from lazo.interact.operations.inbound import UnableToHearProvider, greet_provider, hear_provider
from lazo.web.today import today
from lazo.web.visitor_limit import count_miss, may_knock

LARGEST = 3_000_000


@csrf_exempt  # a provider has no cookie: its signature is checked
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbound(request: HttpRequest, token: str) -> HttpResponse:
    account = ChannelAccount.objects.filter(pk=account_of(token) or 0).first()
    if account is None:
        # Only who knows no address is counted: a provider calls as often as it has something to tell.
        if may_knock(request):
            count_miss(request)
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    call = WebhookCall(
        request.method or "",
        request.body,
        _headers(request),
        {name: request.GET.get(name, "") for name in request.GET},
        request,
    )
    try:
        greeting = greet_provider(account=account, call=call)
        if greeting is not None:
            return HttpResponse(greeting, content_type="text/plain")
        hear_provider(account=account, call=call, at=timezone.now(), day=today(request))
    except UnableToTrust as error:
        return HttpResponse(status=403 if error.code == "bad_signature" else 400)
    except UnableToHearProvider:
        raise Http404 from None
    return HttpResponse(status=200)


def _headers(request: HttpRequest) -> Mapping[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}
