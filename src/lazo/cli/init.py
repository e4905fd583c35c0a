"""`lazo init`: a workspace, its database, its company and the first person who signs in."""

import secrets
import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from lazo.cli.console import print_json, say
from lazo.cli.environment import start_django
from lazo.cli.words import gettext as _
from lazo.kernel.workspace import Workspace

COMPANY = _("Mi empresa")
LIBRARIES = ("account", "mfa", "usersessions")


class UnableToInitialize(Exception):
    """Something that must be asked cannot be, because nobody is at the terminal."""


@dataclass(frozen=True)
class CompanyForm:
    """What a new workspace wants to know about its company."""

    name: str = COMPANY
    country: str = "CO"
    currency: str = "COP"
    time_zone: str = "America/Bogota"
    is_fictitious: bool = False


HELP = _(
    "Crea el espacio de trabajo: carpeta, base de datos, empresa, roles y primera persona.\n\n"
    "Se puede repetir: lo que ya existe queda como está, y la base de datos se pone al día."
)


def init(
    *,
    email: Annotated[str | None, typer.Option(help=_("Correo de quien administra."))] = None,
    name: Annotated[str, typer.Option(help=_("Su nombre."))] = _("Administración"),
    password: Annotated[
        str | None, typer.Option(help=_("Su clave; sin ella se inventa una y se muestra una vez."))
    ] = None,
    company: Annotated[str, typer.Option(help=_("Nombre de la empresa."))] = COMPANY,
    country: Annotated[str, typer.Option(help=_("País principal, ISO de dos letras."))] = "CO",
    currency: Annotated[str, typer.Option(help=_("Moneda base, ISO de tres letras."))] = "COP",
    time_zone: Annotated[str, typer.Option(help=_("Zona horaria."))] = "America/Bogota",
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    workspace = prepare_workspace(CompanyForm(company, country.upper(), currency.upper(), time_zone))
    first = _first_user(email, name, password)
    if as_json:
        print_json({"workspace": str(workspace.root), "email": first[0], "password": first[1]})
        return
    say(_("Espacio de trabajo listo en %(folder)s") % {"folder": workspace.root})
    email, invented = first
    if invented:
        say(
            _("Entra con %(email)s y la clave %(password)s (se muestra solo esta vez)")
            % {"email": email, "password": invented}
        )
    elif email:
        say(_("Entra con %(email)s") % {"email": email})
    say(_("Sigue con: lazo import ARCHIVO --as purchases --source NOMBRE, luego lazo score y lazo serve"))


def prepare_workspace(form: CompanyForm) -> Workspace:
    """Make folder, database, company and roles, or bring them up to date."""
    workspace = Workspace.from_environment()
    workspace.create()
    start_django()
    migrate()
    from lazo.kernel.operations.company import found_company

    found_company(
        name=form.name,
        country=form.country,
        currency=form.currency,
        time_zone=form.time_zone,
        is_fictitious=form.is_fictitious,
        by=None,
    )
    return workspace


def migrate() -> None:
    """Apply the migrations the database lacks, and bring in what the code registers: types of relation, traits, views of the list."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        from lazo.kernel.schema_editor import TouchedSchemaEditor

        connection.SchemaEditorClass = TouchedSchemaEditor
    _begin_with_the_libraries()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from lazo.differentiate.operations.shipped_view import seed_shipped_views
    from lazo.identify.operations.relationship_type import seed_relationship_types
    from lazo.identify.operations.trait import sync_trait_definitions

    seed_relationship_types()
    sync_trait_definitions()
    seed_shipped_views()


def _begin_with_the_libraries() -> None:
    """A new database gets the libraries' tables while it has few others: for each change of theirs Django draws every model there is."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        executor.migrate([node for app in LIBRARIES for node in executor.loader.graph.leaf_nodes(app)])


def new_password() -> str:
    """Four groups of letters and digits: easy to copy from a screen, hard to guess."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def _first_user(email: str | None, name: str, password: str | None) -> tuple[str | None, str | None]:
    """The address of the first user and, when it was invented here, the password."""
    from lazo.kernel.models import User
    from lazo.kernel.operations.role import assign_role
    from lazo.kernel.operations.user import add_user

    if User.objects.exists():
        return None, None
    if email is None:
        if not sys.stdin.isatty():
            raise UnableToInitialize(_("Di quién administra: --email correo@empresa.com"))
        email = typer.prompt(_("Correo de quien administra"))
    chosen = password or new_password()
    user = add_user(email=email, name=name, password=chosen, by=None)
    assign_role(user=user, role="director", by=None)
    return user.email, None if password else chosen
