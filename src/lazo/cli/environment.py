"""What a command needs before it can work: the workspace, Django, and somebody in whose name it acts."""

import os
from typing import TYPE_CHECKING

from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from lazo.kernel.models import User


class UnableToFindWorkspace(Exception):
    """There is no workspace in that folder."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            f"No hay un espacio de trabajo en {workspace.root}. Créalo con «lazo init», prueba con «lazo demo», "
            "o di dónde está con --home o LAZO_HOME."
        )


class UnableToFindUser(Exception):
    """Nobody has that address, or nobody may administer yet."""


def start_django() -> None:
    """Load settings and models: half a second that only commands which need it should pay."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()


def open_workspace() -> Workspace:
    """The workspace of LAZO_HOME, with Django ready. Raises UnableToFindWorkspace."""
    workspace = Workspace.from_environment()
    if not workspace.exists():
        raise UnableToFindWorkspace(workspace)
    start_django()
    return workspace


def acting_user(email: str | None) -> "User":
    """The user in whose name a command acts: the one of `email`, or the first who may administer.

    Whoever can run a command in the workspace's folder can read its files; this name is for the events.
    """
    from lazo.kernel.models import User

    users = User.objects.filter(is_active=True).order_by("id")
    if email is not None:
        user = users.filter(email=email.strip().lower()).first()
        if user is None:
            raise UnableToFindUser("Nadie con acceso tiene ese correo. Míralos con «lazo user list».")
        return user
    user = users.filter(role_assignments__role__may_administer=True).first()
    if user is None:
        raise UnableToFindUser("Nadie puede administrar todavía. Agrega a alguien: «lazo user add --role director».")
    return user
