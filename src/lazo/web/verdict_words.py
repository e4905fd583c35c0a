"""The back-test in words and in a picture: what was foreseen, what came, and what speaks against the model."""

from django.utils.translation import gettext as _

from lazo.web.charts.canvas import two_widths
from lazo.web.charts.intervals import IntervalRow, intervals
from lazo.web.formats import Formats
from lazo.web.queries.verdict import GroupProof, Reason, Verdict


def reason_sentences(verdict: Verdict, formats: Formats) -> list[str]:
    """Why what is shown is not to be trusted, one sentence a reason; a reason of another version is named by its code."""
    return [_reason(reason, formats) for reason in verdict.reasons]


def doubt_sentences(verdict: Verdict) -> list[str]:
    """What a reader should know though it does not forbid showing the projection."""
    words: dict[str, str] = {
        "season_unseen": _("Tu historia dura menos de un año: el modelo no ha visto todas las temporadas."),
        "dropout_unseen": _("Casi nadie parece haberse ido todavía: el modelo puede creer demasiado en que sigan."),
        "spend_follows_frequency": _(
            "Quien compra más veces gasta distinto en cada compra, y el modelo supone que no."
        ),
        "spend_not_modelled": _("No se pudo modelar el gasto por compra; se usa el promedio de cada uno."),
        "order_is_chance": _("El orden entre clientes se parece al azar: mira el total más que cada persona."),
        "not_converged": _("El ajuste del modelo no terminó de asentarse."),
    }
    return [words.get(code, code) for code in verdict.doubts]


def proof_sentence(verdict: Verdict, formats: Formats) -> str:
    """What was held back, what the model foresaw for it and what came."""
    if verdict.cutoff is None or verdict.until is None:
        return _("No hay historia suficiente para guardar una parte y ponerlo a prueba con ella.")
    if verdict.predicted is None or verdict.actual is None:
        return _("No se pudo ajustar el modelo con lo anterior al %(cutoff)s.") % {
            "cutoff": formats.long_day(verdict.cutoff)
        }
    words = (
        _(
            "Con lo anterior al %(cutoff)s se esperaban %(predicted)s hasta el %(until)s. Llegaron %(actual)s (%(bias)s)."
        )
        if verdict.shown == "repaired"
        else _(
            "Con lo anterior al %(cutoff)s, el modelo esperaba %(predicted)s hasta el %(until)s. Llegaron %(actual)s (%(bias)s)."
        )
    )
    return words % {
        "cutoff": formats.long_day(verdict.cutoff),
        "until": formats.long_day(verdict.until),
        "predicted": formats.money_short(round(verdict.predicted)),
        "actual": formats.money_short(round(verdict.actual)),
        "bias": formats.change(verdict.predicted / verdict.actual - 1) if verdict.actual > 0 else "–",
    }


def shown_sentences(verdict: Verdict, formats: Formats) -> list[str]:
    """What is shown instead of the model alone, and how it was made; empty where a model is shown that passed its test."""
    if verdict.shown == "repaired":
        return _of_repair(verdict, formats)
    if verdict.shown == "naive":
        return [
            _(
                "Por eso el mapa y las listas muestran el pronóstico simple: lo que cada cliente hizo en el último año, repetido."
            )
        ]
    if verdict.reasons:
        return [_("Se muestra el modelo porque su total estuvo cerca, pero por lo de arriba no lo des por seguro.")]
    return []


def _of_repair(verdict: Verdict, formats: Formats) -> list[str]:
    said = [
        _(
            "Se muestra un pronóstico corregido. Su total es el de en medio de tres: el modelo, repetir el periodo anterior y el "
            "ritmo de los clientes que ya conocías."
        )
    ]
    if verdict.correction != 1:
        said.append(
            _("Se multiplica por %(factor)s: la mitad de lo que falló al probarlo con un año entero.")
            % {"factor": formats.number(verdict.correction, 2)}
        )
    if verdict.has_break:
        said.append(
            _(
                "Los últimos meses trajeron más del doble o menos de la mitad que el año anterior: el ritmo se cuenta desde entonces."
            )
        )
    if verdict.shares is not None:
        model, window, past = (formats.percent(share) for share in verdict.shares)
        said.append(
            _(
                "Se reparte entre los clientes según el modelo (%(model)s), el periodo anterior (%(window)s) y todo lo que han "
                "comprado (%(past)s), la mezcla que menos falló con cada uno."
            )
            % {"model": model, "window": window, "past": past}
        )
    return said


def proof_chart(verdict: Verdict, formats: Formats) -> str:
    """Foreseen (dot) and come (ring) by how often customers had come back; blank without a test."""
    if not verdict.groups:
        return ""
    rows = [_row(group, formats) for group in verdict.groups]
    title = _("Lo que se esperaba y lo que llegó en el periodo guardado, por frecuencia")
    return two_widths(lambda width: intervals(rows, title=title, number=formats.axis, width=width), 720, 340)


def _row(group: GroupProof, formats: Formats) -> IntervalRow:
    low, high = sorted((group.predicted, group.actual))
    note = _("%(n)s clientes") % {"n": formats.number(group.customers)}
    return IntervalRow(_frequency(group), group.predicted, low, high, group.actual, note)


def _frequency(group: GroupProof) -> str:
    if group.x_below is None:
        return (
            _("Volvieron al menos una vez")
            if group.x_from == 1
            else _("Volvieron %(x)s veces o más") % {"x": group.x_from}
        )
    if group.x_below == 1:
        return _("No habían vuelto")
    if group.x_below == group.x_from + 1:
        return _("Volvieron 1 vez") if group.x_from == 1 else _("Volvieron %(x)s veces") % {"x": group.x_from}
    return _("Volvieron de %(x)s a %(y)s veces") % {"x": group.x_from, "y": group.x_below - 1}


def _reason(reason: Reason, formats: Formats) -> str:
    """Counts are written whole, a bias with its sign."""
    words: dict[str, str] = {
        "unable_to_fit": _("El modelo no se pudo ajustar a tus compras."),
        "short_history": _("Hay %(found)s días de historia; hacen falta %(limit)s."),
        "short_holdout": _("Solo se pudieron guardar %(found)s días para la prueba; hacen falta %(limit)s."),
        "few_repeaters": _("Volvieron a comprar %(found)s clientes; hacen falta %(limit)s."),
        "nothing_happened": _("Nadie compró en el periodo guardado."),
        "purchases_biased": _("Se equivocó en %(found)s al contar las compras; se acepta hasta %(limit)s."),
        "money_biased": _("Se equivocó en %(found)s en el dinero total; se acepta hasta %(limit)s."),
        "purchases_worse_than_naive": _("Repetir lo que ya pasó acertó más en las compras de cada cliente."),
        "money_worse_than_naive": _("Repetir lo que ya pasó acertó más en el dinero de cada cliente."),
    }
    is_share = reason.code.endswith("_biased")
    found = formats.change(reason.found, 0) if is_share else formats.number(reason.found)
    limit = formats.percent(reason.limit) if is_share else formats.number(reason.limit)
    return words.get(reason.code, reason.code) % {"found": found, "limit": limit}
