"""What a command needs before it can work: the workspace, Django, and somebody in whose name it acts."""

import gc
import os
from typing import TYPE_CHECKING

from lazo.cli.words import LANGUAGE
from lazo.cli.words import gettext as _
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from lazo.kernel.models import User


class UnableToFindWorkspace(Exception):
    """There is no workspace in that folder."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            _(
                "No hay un espacio de trabajo en %(folder)s. Créalo con «lazo init», prueba con «lazo demo», "
                "o di dónde está con --home o LAZO_HOME."
            )
            % {"folder": workspace.root}
        )


class UnableToWorkWithOlderWorkspace(Exception):
    """Its database was made by an earlier version: the tables that this one reads are not all there."""

    def __init__(self, pending: int) -> None:
        super().__init__(
            _(
                "El espacio de trabajo es de una versión anterior (migraciones que faltan: %(count)d). "
                "Copia la carpeta y ponlo al día con «lazo init»; no pierde nada."
            )
            % {"count": pending}
        )


class UnableToFindUser(Exception):
    """Nobody has that address, or nobody may administer yet."""


def start_django() -> None:
    """Load settings and models, and tell Django the terminal's language: half a second that only commands which "
    "need it should pay.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    gc.disable()
    django.setup()
    gc.freeze()  # models and what they need stay to the end: nobody looks through them for cycles, now or again
    gc.enable()
    from django.utils import translation

    translation.activate(LANGUAGE)


def open_workspace(*, of_any_version: bool = False) -> Workspace:
    """The workspace of LAZO_HOME, with Django ready.

    `of_any_version` is for who looks into trouble, or was started by somebody who has asked already.
    Raises UnableToFindWorkspace and UnableToWorkWithOlderWorkspace.
    """
    workspace = Workspace.from_environment()
    if not workspace.exists():
        raise UnableToFindWorkspace(workspace)
    start_django()
    if not of_any_version and (pending := pending_migrations()):
        raise UnableToWorkWithOlderWorkspace(pending)
    return workspace


def pending_migrations() -> int:
    """How many migrations the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def acting_user(email: str | None) -> "User":
    """The user in whose name a command acts: the one of `email`, or the first who may administer.

    Whoever can run a command in the workspace's folder can read its files; this name is for the events.
    """
    from lazo.kernel.models import User

    users = User.objects.filter(is_active=True).order_by("id")
    if email is not None:
        user = users.filter(email=email.strip().lower()).first()
        if user is None:
            raise UnableToFindUser(_("Nadie con acceso tiene ese correo. Míralos con «lazo user list»."))
        return user
    user = users.filter(role_assignments__role__may_administer=True).first()
    if user is None:
        raise UnableToFindUser(_("Nadie puede administrar todavía. Agrega a alguien: «lazo user add --role director»."))
    return user
