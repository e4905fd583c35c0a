"""`lazo quality`: how good the data are, and what it costs."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _
from lazo.cli.words import pgettext

if TYPE_CHECKING:
    from lazo.differentiate.models import UnreachedValue
    from lazo.identify.queries.quality import DataQuality

NAMES = {
    "record": _("un registro por cliente"),
    "name": _("nombre"),
    "document": _("documento"),
    "tax_id": _("identificación tributaria"),
    "phone": _("teléfono"),
    "email": _("correo"),
    "address": pgettext("of a person", "dirección"),
    "city": _("ciudad"),
    "country": _("país"),
    "birth_date": _("fecha de nacimiento"),
    "consent": _("permiso de publicidad"),
    "industry": _("sector"),
    "size": _("tamaño"),
    "purchases": _("compras con cliente conocido"),
}
DIMENSIONS = {
    "COMPLETENESS": _("completo"),
    "VALIDITY": _("válido"),
    "UNIQUENESS": _("único"),
    "TIMELINESS": _("al día"),
    "CONSISTENCY": _("coherente"),
}
GAPS = {
    "phone": _("sin teléfono que sirva"),
    "email": _("sin correo que sirva"),
    "anything": _("sin ningún medio que sirva"),
    "consent": _("sin permiso de publicidad"),
}


HELP = _(
    "Mide qué tan buenos son los datos y cuánto vale lo que queda fuera de alcance.\n\n"
    "De cada dato dice si está, si es válido, si es único, si está al día y si coincide con lo demás. Lo medido "
    "queda guardado por día."
)


def quality(
    *,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe las cifras como JSON."))] = False,
) -> None:
    open_workspace()
    found, gaps = measured(quiet=as_json)
    if as_json:
        print_json(described(found, gaps))
    else:
        show(found, gaps)


def measured(*, quiet: bool) -> "tuple[DataQuality, list[UnreachedValue]]":
    """The jobs `identify.quality` and, where customers have a value, `differentiate.unreached`, here."""
    from lazo.cli.running import run_visibly
    from lazo.differentiate.queries.score_run import current_run
    from lazo.differentiate.queries.unreached import unreached_values
    from lazo.identify.queries.quality import data_quality

    by = acting_user(None)
    run_visibly("identify.quality", arguments={}, by=by, key="identify.quality", quiet=quiet)
    if current_run() is not None:
        run_visibly("differentiate.unreached", arguments={}, by=by, key="differentiate.unreached", quiet=quiet)
    found = data_quality()
    if found is None:
        raise LookupError("identify.quality")
    return found, unreached_values()


def described(found: "DataQuality", gaps: "list[UnreachedValue]") -> dict[str, Any]:
    """The figures for scripts, money in units of the base currency; the keys are documented in docs/reference/cli.md."""
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of

    currency = Company.objects.get(pk=1).currency
    unit = 10 ** digits_of(currency)
    return {
        "on": found.day.isoformat(),
        "currency": currency,
        "attributes": {
            one.key: {
                "under_target": one.is_under,
                **{name.lower(): {"hits": told.hits, "total": told.total} for name, told in one.figures.items()},
            }
            for one in found.attributes
        },
        "unreached": [
            {
                "gap": one.gap,
                "strategic": one.is_strategic,
                "customers": one.customers,
                "value_365d": one.value_365d / unit,
            }
            for one in gaps
        ],
    }


def show(found: "DataQuality", gaps: "list[UnreachedValue]") -> None:
    """The figures for people."""
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of

    rows = [
        (
            NAMES[one.key],
            *(_share(one.figures.get(dimension)) for dimension in DIMENSIONS),
            _("bajo la meta") if one.is_under else "",
        )
        for one in found.attributes
    ]
    right = list(range(1, len(DIMENSIONS) + 1))
    title = _("Calidad al %(day)s") % {"day": found.day.isoformat()}
    print_table(title, [_("dato"), *DIMENSIONS.values(), ""], rows, right=right)
    currency = Company.objects.get(pk=1).currency
    for one in gaps:
        whom = _("clientes estratégicos") if one.is_strategic else _("clientes")
        worth = f"{currency} {figure(one.value_365d // 10 ** digits_of(currency))}"
        say(
            _("%(gap)s: %(customers)s %(whom)s = %(worth)s fuera de alcance.")
            % {"gap": GAPS[one.gap].capitalize(), "customers": figure(one.customers), "whom": whom, "worth": worth}
        )


def _share(told: Any) -> str:
    return "–" if told is None or told.share is None else f"{100 * told.share:.0f} %"
