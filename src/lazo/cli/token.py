"""`lazo token`: keys by which programs act for a person."""

from typing import Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

app = Commands(help=_("Llaves con que otros programas trabajan en nombre de una persona."))

Email = Annotated[str, typer.Argument(metavar=_("CORREO"), help=_("En nombre de quién trabaja el programa."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]


class UnableToFindToken(Exception):
    """No key that stands has that number."""


@app.command("create", help=_("Crea una llave y la muestra una vez."))
def create(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help=_("Qué programa la usa."))] = "lazo token",
    scope: Annotated[list[str] | None, typer.Option(help=_("Para qué sirve (repetible); sin ella, solo leer."))] = None,
    days: Annotated[int, typer.Option(min=0, help=_("Días hasta que vence; 0: no vence."))] = 90,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from datetime import timedelta

    from django.utils import timezone

    from lazo.kernel.operations.api_token import create_api_token
    from lazo.kernel.scopes import READING

    now, user = timezone.now(), acting_user(email)
    expires_at = now + timedelta(days=days) if days else None
    scopes = scope or sorted(READING)
    made = create_api_token(user=user, name=name, scopes=scopes, by=None, at=now, expires_at=expires_at)
    if as_json:
        print_json({"id": made.token.pk, "secret": made.secret, "scopes": made.token.scopes, "expires_at": expires_at})
    else:
        say(_("%(secret)s  (se muestra solo esta vez)") % {"secret": made.secret})


@app.command("list", help=_("Muestra las llaves que abren."))
def list_tokens(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.kernel.models import ApiToken

    rows = [
        {
            "id": token.pk,
            "name": token.name,
            "email": token.user.email,
            "prefix": token.prefix,
            "scopes": token.scopes,
            "expires_at": token.expires_at,
            "last_used_at": token.last_used_at,
        }
        for token in ApiToken.objects.standing().select_related("user").order_by("pk")
    ]
    if as_json:
        print_json({"tokens": rows})
        return
    header = ["id", _("nombre"), _("de quién"), _("empieza por"), _("para qué"), _("vence"), _("último uso")]
    print_table(_("Llaves"), header, [[_cell(value) for value in row.values()] for row in rows], right=[0])


@app.command("revoke", help=_("Revoca una llave: ya no abre nada."))
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help=_("La llave: mira «lazo token list»."))],
    *,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.kernel.models import ApiToken
    from lazo.kernel.operations.api_token import revoke_api_token

    found = ApiToken.objects.standing().filter(pk=number).first()
    if found is None:
        raise UnableToFindToken(_("No hay una llave así. Míralas con «lazo token list»."))
    revoke_api_token(token=found, by=None)
    if as_json:
        print_json({"id": number})
    else:
        say(_("Revocada: ya no abre nada."))


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)
