"""`lazo user`: who may sign in and what they see."""

from typing import Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import print_json, print_table, say
from lazo.cli.environment import UnableToFindUser, open_workspace
from lazo.cli.words import gettext as _
from lazo.cli.words import pgettext

app = Commands(help=_("Personas que entran, sus claves, roles y equipos."))

Email = Annotated[str, typer.Argument(metavar=_("CORREO"), help=_("El correo con que entra."))]
Password = Annotated[str | None, typer.Option(help=_("La clave; sin ella se inventa una y se muestra una vez."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]


@app.command("add", help=_("Agrega a una persona. Sin rol no ve nada."))
def add(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help=_("Su nombre."))] = "",
    password: Password = None,
    role: Annotated[list[str] | None, typer.Option(help=_("Rol (repetible): mira «lazo user roles»."))] = None,
    team: Annotated[list[str] | None, typer.Option(help=_("Equipo (repetible); se crea si no existe."))] = None,
    as_json: AsJson = False,
) -> None:
    from lazo.cli.init import new_password

    open_workspace()
    from django.db import transaction

    from lazo.kernel.operations.role import assign_role
    from lazo.kernel.operations.team import add_to_team
    from lazo.kernel.operations.user import add_user

    chosen = password or new_password()
    with transaction.atomic():
        user = add_user(email=email, name=name or email.partition("@")[0], password=chosen, by=None)
        for key in role or []:
            assign_role(user=user, role=key, by=None)
        for team_name in team or []:
            add_to_team(user=user, team=team_name, by=None)
    _say_password(user.email, None if password else chosen, as_json=as_json)


@app.command("list", help=_("Muestra quién entra, con qué roles y en qué equipos."))
def list_users(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.kernel.models import User

    users = User.objects.order_by("id").prefetch_related("role_assignments__role", "teams")
    rows = [
        {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "active": user.is_active,
            "roles": sorted(assignment.role.key for assignment in user.role_assignments.all()),
            "teams": sorted(team.name for team in user.teams.all()),
        }
        for user in users
    ]
    if as_json:
        print_json({"users": rows})
        return
    header = ["id", _("correo"), _("nombre"), pgettext("signs in", "entra"), _("roles"), _("equipos")]
    print_table(_("Personas"), header, [[_cell(value) for value in row.values()] for row in rows], right=[0])


@app.command("roles", help=_("Muestra los roles que hay y hasta dónde ven; con CORREO, da o quita."))
def roles(
    email: Annotated[
        str | None, typer.Argument(metavar=_("[CORREO]"), help=_("A quién se le cambian los roles."))
    ] = None,
    *,
    add_role: Annotated[list[str] | None, typer.Option("--add", help=_("Rol que se le da."))] = None,
    remove: Annotated[list[str] | None, typer.Option(help=_("Rol que se le quita."))] = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    if email is not None:
        _change_roles(email, add_role or [], remove or [])
    from lazo.kernel.models import Role
    from lazo.kernel.operations.role import PERMISSIONS

    fields = ("key", "name", "scope", "area", *PERMISSIONS)
    found = list(Role.objects.order_by("id").values(*fields))
    if as_json:
        print_json({"roles": found})
        return
    words = [_("importa"), _("exporta"), _("administra"), _("borra"), _("hace campañas"), _("ve el dinero")]
    rows = [
        [
            *(_cell(row[name]) for name in ("key", "name", "scope", "area")),
            ", ".join(word for word, name in zip(words, PERMISSIONS, strict=True) if row[name]),
        ]
        for row in found
    ]
    header = [_("rol"), _("nombre"), pgettext("a role", "ve"), _("área"), _("también")]
    print_table(_("Roles"), header, rows)


@app.command("password", help=_("Cambia la clave de una persona; sus sesiones abiertas terminan."))
def password(email: Email, *, new: Annotated[str | None, typer.Option("--password", help=_("La clave nueva."))] = None,
             as_json: AsJson = False) -> None:  # fmt: skip
    from lazo.cli.init import new_password

    open_workspace()
    from lazo.kernel.models import User
    from lazo.kernel.operations.user import set_password

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise UnableToFindUser(_("Nadie tiene ese correo. Míralos con «lazo user list»."))
    chosen = new or new_password()
    set_password(user=user, password=chosen, by=None)
    _say_password(user.email, None if new else chosen, as_json=as_json)


def _change_roles(email: str, given: list[str], taken: list[str]) -> None:
    from django.db import transaction

    from lazo.cli.environment import acting_user
    from lazo.kernel.operations.role import assign_role, withdraw_role

    user = acting_user(email)
    with transaction.atomic():
        for role in given:
            assign_role(user=user, role=role, by=None)
        for role in taken:
            withdraw_role(user=user, role=role, by=None)


def _say_password(email: str, invented: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"email": email, "password": invented})
    elif invented:
        say(
            _("%(email)s entra con la clave %(password)s (se muestra solo esta vez)")
            % {"email": email, "password": invented}
        )
    else:
        say(_("%(email)s: listo") % {"email": email})


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    return ", ".join(value) if isinstance(value, list) else str(value)
