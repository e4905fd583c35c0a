"""What is done with many customers at once: with those that are marked, or with everybody who fits the list."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from lazo.differentiate.operations.bulk import (
    BulkDone,
    UnableToChangeMany,
    assign_owner,
    assign_team,
    fill_field,
    retire_customers,
)
from lazo.kernel.models import Team, User
from lazo.web.context import company_of, formats_for
from lazo.web.customer_address import list_href, read_address
from lazo.web.customer_batch import Batch, read_batch
from lazo.web.customer_tag import TAG, read_tag
from lazo.web.formats import Formats
from lazo.web.party_values import own_words
from lazo.web.reader import reader
from lazo.web.toasts import toast

ModelT = TypeVar("ModelT", User, Team)
Outcome = tuple[BulkDone, str, str]
"""What was done, the words that say so, and to whom."""
Action = Callable[[User, Batch, str], Outcome]
NOBODY = "0"
FAILURES = {
    "not_allowed": gettext_lazy("Tu función no te deja cambiar clientes."),
    "closed_user": gettext_lazy("Esa persona ya no tiene acceso: elige otra."),
    "nobody_fits": gettext_lazy("No hubo nada que cambiar: ya estaban así, o dejaron de cumplir."),
    "nobody_marked": gettext_lazy("Marca al menos un cliente."),
    "unknown": gettext_lazy("Elige a quién asignarlos."),
    "unknown_field": gettext_lazy("Ese campo ya no está: elige otro."),
    "bad_value": gettext_lazy("Ese campo no admite ese valor, o no puede quedar vacío."),
}


@require_POST
def customer_batch(request: HttpRequest) -> HttpResponse:
    """Carry out one action and go back to the list, where a line says what was done and takes it back."""
    formats = formats_for(company_of(request))
    address = read_address(request.GET, formats)
    batch = read_batch(request.POST, address.question)
    name = request.POST.get("accion", "")
    action = _action(name, formats)
    if action is None:
        return HttpResponseBadRequest()
    failure = "" if batch.is_anybody else str(FAILURES["nobody_marked"])
    if not failure:
        try:
            done, words, who = action(reader(request), batch, request.POST.get(f"nuevo_{name}", ""))
            toast(request, _sentence(done, words, who, formats), undo=done.undo)
        except UnableToChangeMany as error:
            failure = str(FAILURES[error.code])
        except ValidationError as error:
            failure = " ".join(error.messages)
    if failure:
        messages.error(request, failure)
    return HttpResponseRedirect(list_href(address.question.without("after"), address.view))


def _action(name: str, formats: Formats) -> Action | None:
    """What a button does; that of a field says its key behind a colon. Null for no button of ours."""
    kind, _colon, key = name.partition(":")
    return partial(_tag, key, formats) if kind == TAG and key else ACTIONS.get(name)


def _sentence(done: BulkDone, words: str, who: str, formats: Formats) -> str:
    """What was done; many customers are a job's work, which goes on meanwhile."""
    text = words % {"n": formats.number(done.customers), "who": who}
    return text if done.job is None else _("%(text)s Sigue en segundo plano.") % {"text": text}


def _owner(by: User, batch: Batch, value: str) -> Outcome:
    owner = _chosen(User.objects.filter(is_active=True), value)
    done = assign_owner(by=by, question=batch.question, owner=owner, customers=batch.customers)
    if owner is None:
        return (
            done,
            ngettext(
                "%(n)s cliente quedó sin responsable.", "%(n)s clientes quedaron sin responsable.", done.customers
            ),
            "",
        )
    words = ngettext("%(n)s cliente es ahora de %(who)s.", "%(n)s clientes son ahora de %(who)s.", done.customers)
    return done, words, owner.name or owner.email


def _team(by: User, batch: Batch, value: str) -> Outcome:
    team = _chosen(Team.objects.all(), value)
    done = assign_team(by=by, question=batch.question, team=team, customers=batch.customers)
    if team is None:
        words = ngettext("%(n)s cliente quedó sin equipo.", "%(n)s clientes quedaron sin equipo.", done.customers)
        return done, words, ""
    words = ngettext(
        "%(n)s cliente es ahora del equipo %(who)s.", "%(n)s clientes son ahora del equipo %(who)s.", done.customers
    )
    return done, words, team.name


def _retire(by: User, batch: Batch, value: str) -> Outcome:  # noqa: ARG001 - the signature of every action
    done = retire_customers(by=by, question=batch.question, customers=batch.customers)
    words = ngettext("%(n)s cliente salió de las listas.", "%(n)s clientes salieron de las listas.", done.customers)
    return done, words, ""


def _tag(key: str, formats: Formats, by: User, batch: Batch, text: str) -> Outcome:
    read = read_tag(key, text, user=by, formats=formats)
    if read is None:
        raise UnableToChangeMany("unknown_field")
    field, value = read
    done = fill_field(by=by, question=batch.question, key=key, value=value, customers=batch.customers)
    if value is None:
        words = ngettext("%(n)s cliente quedó sin «%(who)s».", "%(n)s clientes quedaron sin «%(who)s».", done.customers)
        return done, words, field.name
    words = ngettext("%(n)s cliente tiene «%(who)s».", "%(n)s clientes tienen «%(who)s».", done.customers)
    return done, words, f"{field.name}: {own_words(field.type, value, formats=formats, user=by)}"


def _chosen(rows: "QuerySet[ModelT]", value: str) -> ModelT | None:
    """The row of that number; null for the choice of nobody. Raises UnableToChangeMany for what is neither."""
    if value == NOBODY:
        return None
    found = rows.filter(pk=int(value)).first() if value.isascii() and value.isdecimal() and len(value) < 19 else None
    if found is None:
        raise UnableToChangeMany("unknown")
    return found


ACTIONS: dict[str, Action] = {"responsable": _owner, "equipo": _team, "retiro": _retire}
"""By the value of the button; what it gives is in the field `nuevo_` and that value."""
