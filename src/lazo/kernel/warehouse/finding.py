"""What the doctor finds: what is wrong, where, how bad it is, and what to do about it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MESSAGES = {
    "no_warehouse": gettext_noop("Todavía no hay almacén."),
    "damaged_manifest": gettext_noop("El manifiesto del almacén no se puede leer."),
    "other_truth": gettext_noop("El almacén es de otra base de datos, o de una copia más nueva de esta."),
    "missing_file": gettext_noop("Falta el archivo %(path)s de la tabla %(table)s."),
    "damaged_file": gettext_noop("El archivo %(path)s de la tabla %(table)s está dañado."),
    "not_mirrored": gettext_noop("La tabla %(table)s no está en el almacén."),
    "behind": gettext_noop("La tabla %(table)s tiene cambios que el almacén todavía no leyó (%(parts)s)."),
    "differs": gettext_noop("La tabla %(table)s no es igual en el almacén y en la base de datos (%(parts)s)."),
    "rollup_differs": gettext_noop("El resumen %(table)s no suma lo mismo que sus filas (%(parts)s)."),
    "foreign": gettext_noop("En %(table)s hay %(rows)s filas cuyo %(column)s no existe en %(other)s."),
    "unknown_table": gettext_noop("Hay cambios anotados para la tabla %(table)s, que el almacén no conoce."),
    "waiting": gettext_noop("%(transactions)s transacciones abiertas retienen la marca de lo ya leído."),
}
REBUILD = gettext_noop("Reconstrúyelo con: lazo sync --full")
SYNC = gettext_noop("Ponlo al día con: lazo sync")
LOOK = gettext_noop("Ejecuta lazo sync y otra vez lazo doctor; si sigue, revisa la operación que escribió esas filas.")
WAIT = gettext_noop("Espera a que terminen o cierra las conexiones olvidadas; nada se pierde mientras tanto.")
REMEDIES = {
    "no_warehouse": SYNC,
    "not_mirrored": SYNC,
    "behind": SYNC,
    "foreign": LOOK,
    "unknown_table": LOOK,
    "waiting": WAIT,
}
MILD = {"behind", "waiting", "no_warehouse"}


@dataclass(frozen=True)
class Finding:
    """One finding; `code` is a key of MESSAGES and stable, so that scripts may ask for it."""

    code: str
    table: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Literal["warning", "error"]:
        return "warning" if self.code in MILD else "error"

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return _(MESSAGES[self.code]) % {"table": self.table, **self.params}

    @property
    def remedy(self) -> str:
        """What to do about it, in the reader's language."""
        return _(REMEDIES.get(self.code, REBUILD))
