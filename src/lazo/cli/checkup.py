"""The checks of `lazo doctor`. It needs Django, so the command imports it after opening the workspace."""

import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import connection

from lazo.cli.environment import pending_migrations
from lazo.cli.words import gettext as _
from lazo.kernel.models import Company, Job, User
from lazo.kernel.warehouse.engine import engine_state
from lazo.kernel.workspace import Workspace


@dataclass(frozen=True)
class Trouble:
    """Something wrong: where, what (a code for scripts), in words, and the remedy."""

    where: str
    code: str
    text: str
    remedy: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)

    def cells(self) -> tuple[str, str, str]:
        return (self.where, self.text, self.remedy)


class Checkup:
    """Every check of one workspace, the cheap ones first."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def findings(self) -> list[Trouble]:
        """What is wrong; nothing when all is well."""
        found = [*self._folder(), *self._migrations()]
        if any(trouble.code == "migrations_pending" for trouble in found):
            return found
        return [*found, *self._database(), *self._people(), *self._jobs(), *self._engine(), *self._warehouse()]

    def _folder(self) -> Iterator[Trouble]:
        mode = stat.S_IMODE(self._workspace.secret_key_file.stat().st_mode)
        if mode & 0o077:
            yield Trouble(
                _("carpeta"), "secret_key_open", _("otros usuarios pueden leer secret.key"), "chmod 600 secret.key"
            )
        for folder in (self._workspace.history, self._workspace.files, self._workspace.warehouse):
            if not folder.is_dir():
                yield Trouble(
                    _("carpeta"), "folder_missing", _("falta la carpeta %(name)s") % {"name": folder.name}, "lazo init"
                )

    def _migrations(self) -> Iterator[Trouble]:
        if pending := pending_migrations():
            yield Trouble(
                _("base de datos"),
                "migrations_pending",
                _("migraciones que faltan: %(count)d") % {"count": pending},
                "lazo init",
            )

    def _database(self) -> Iterator[Trouble]:
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            said = [row[0] for row in cursor.execute("PRAGMA quick_check(5)").fetchall()]
        if said != ["ok"]:
            yield Trouble(
                _("base de datos"), "database_damaged", said[0][:120], _("restaura la última copia de la carpeta")
            )

    def _people(self) -> Iterator[Trouble]:
        if not Company.objects.filter(pk=1).exists():
            yield Trouble(_("empresa"), "company_missing", _("no hay empresa ni roles"), "lazo init")
        if not User.objects.filter(is_active=True, role_assignments__role__may_administer=True).exists():
            yield Trouble(
                _("personas"), "nobody_administers", _("nadie administra"), _("lazo user add CORREO --role director")
            )

    def _jobs(self) -> Iterator[Trouble]:
        failed = Job.objects.filter(state=Job.State.FAILED, error__code="ProcessDied").count()
        if failed:
            yield Trouble(
                _("trabajos"),
                "jobs_died",
                _("murieron cinco veces: %(count)d") % {"count": failed},
                _("lazo job, y más memoria"),
            )

    def _engine(self) -> Iterator[Trouble]:
        state = engine_state()
        if state.problem:
            yield Trouble(_("motor"), "engine_unusable", state.problem, _("o quita LAZO_ENGINE para usar DuckDB"))

    def _warehouse(self) -> Iterator[Trouble]:
        from lazo.kernel.warehouse.doctor import doctor

        for finding in doctor(self._workspace):
            yield Trouble(_("almacén"), finding.code, finding.message, finding.remedy)
