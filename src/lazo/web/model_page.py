"""What the pages of models show: figures, pictures, versions, changes, in the reader's words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.models import ModelPin, ModelVersion, PropensityModel
from lazo.differentiate.queries.model_versions import versions_of
from lazo.differentiate.queries.propensity import ModelLine, Tried, changed_in, likeliest
from lazo.kernel.models import User
from lazo.web.charts.calibration import CalibrationWords, Said, calibration
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.pareto import ParetoWords, pareto
from lazo.web.formats import Formats
from lazo.web.markup import drawn
from lazo.web.propensity_words import column_name, finding_sentence, reason_lines, verdict_sentence

SHOWN_CUSTOMERS, SHOWN_COLUMNS, SHOWN_VERSIONS = 10, 12, 20


@dataclass(frozen=True)
class Bar:
    """A column and its part of what moves the answers, of the weightiest one."""

    name: str
    share: float


def model_context(line: ModelLine, formats: Formats, *, user: User) -> dict[str, Any]:
    """What `model_detail.html` shows of a model; without a version only that there is none."""
    context: dict[str, Any] = {
        "line": line,
        "model": line.model,
        "version": line.version,
        "versions": [(one, _figures(one)) for one in versions_of(line.model)[:SHOWN_VERSIONS]],
        "answer_is_category": line.model.kind == PropensityModel.Kind.NEXT_CATEGORY,
    }
    if line.version is not None:
        context |= version_context(line.version, formats)
        context["likeliest"] = [
            (one, reason_lines(one, formats)) for one in likeliest(model=line.model, user=user)[:SHOWN_CUSTOMERS]
        ]
    return context


def version_context(version: ModelVersion, formats: Formats) -> dict[str, Any]:
    """The card of a version: proof, pictures, columns, what was refused, what changed."""
    card = version.card
    proof, later = card["out_of_fold"], card["later"]
    weightiest = max([one["weight"] for one in card["columns"]], default=0) or 1.0
    return {
        "card": card,
        "proof": proof,
        "later": later,
        "later_day": None if later is None else _day(later["cut"]),
        "against": [verdict_sentence(one, formats) for one in card["reasons"]],
        "calibration_svg": drawn(calibration_chart(later or proof, formats)),
        "captured_svg": drawn(captured_chart(later or proof, formats)),
        "lead": lead_sentence(later or proof, formats),
        "columns": [
            Bar(column_name(one["name"]), one["weight"] / weightiest)
            for one in card["columns"][:SHOWN_COLUMNS]
            if one["weight"] > 0
        ],
        "refused": [(one["column"], finding_sentence(one, formats)) for one in card["findings"] if one["is_leak"]],
        "left_out": [(one["column"], finding_sentence(one, formats)) for one in card["findings"] if not one["is_leak"]],
        "changes": change_sentences(version, formats),
        "first_day": _day(card["first_day"]),
        "last_day": _day(card["last_day"]),
    }


def lead_sentence(proof: dict[str, Any], formats: Formats) -> str:
    """What the order is worth: how many of those it happens to are among the first fifth."""
    captured = next((found for share, found in proof["captured"] if share == 0.2), None)
    if captured is None:
        return ""
    return _("Llamando al primer %(share)s de la lista se llega al %(found)s de aquellos a quienes les pasa.") % {
        "share": formats.percent(0.2),
        "found": formats.percent(captured),
    }


def calibration_chart(proof: dict[str, Any], formats: Formats) -> str:
    """Said against came true, of cases held back."""
    bins = [Said(said, came, int(n)) for _low, _high, n, said, came in proof["curve"]]
    words = CalibrationWords(_("lo que el modelo dijo"), _("lo que pasó"), _("se cumple"))
    title = _("De cada probabilidad dicha, la parte en que ocurrió")
    return two_widths(
        lambda width: calibration(bins, title=title, words=words, percent=formats.percent, width=width), 460, 340
    )


def captured_chart(proof: dict[str, Any], formats: Formats) -> str:
    """How many of the yes are among the first of the list; the mark is at a fifth."""
    curve = [(share, found) for share, found in proof["captured"]]
    mark = next((pair for pair in curve if pair[0] == 0.2), None)
    words = ParetoWords(
        headline=formats.percent(mark[1]) if mark else "",
        note=_("con el primer %(share)s") % {"share": formats.percent(0.2)},
        equal=_("al azar"),
        axis=_("clientes, del más probable al menos"),
    )
    title = _("De aquellos a quienes les pasa, los que están entre los primeros de la lista")
    return two_widths(
        lambda width: pareto(curve, mark, title=title, words=words, percent=formats.percent, width=width), 460, 340
    )


def change_sentences(version: ModelVersion, formats: Formats) -> list[str]:
    """What the version brought against the one before; none of the first."""
    changed = changed_in(version)
    if changed is None:
        return []
    found = [
        _("AUC %(auc)s y error de calibración %(ece)s frente a la versión %(before)s.")
        % {
            "auc": _signed(changed.auc, formats),
            "ece": _signed(changed.ece, formats),
            "before": changed.before.number,
        }
    ]
    if changed.rows:
        rows = ("+" if changed.rows > 0 else "−") + formats.number(abs(changed.rows))
        found.append(_("Filas de las que aprendió: %(rows)s.") % {"rows": rows})
    for words, names in ((_("Columnas nuevas: %(names)s."), changed.came), (_("Ya no usa: %(names)s."), changed.went)):
        if names:
            found.append(words % {"names": ", ".join(column_name(one) for one in names)})
    return found


def tried_context(tried: Tried, formats: Formats) -> dict[str, Any]:
    """What the guard found in a table, and whom its ids lead to."""
    findings = [(one["column"], finding_sentence(one, formats), one["is_leak"]) for one in tried.findings]
    return {
        "tried": tried,
        "refused": [one for one in findings if one[2]],
        "left_out": [one for one in findings if not one[2]],
    }


def pinned_since(pin: ModelPin | None, formats: Formats) -> str:
    """Who pinned it and when; blank when nothing is pinned."""
    if pin is None:
        return ""
    who = pin.pinned_by.name if pin.pinned_by else _("Lazo")
    return _("La fijó %(who)s el %(day)s.") % {"who": who, "day": formats.long_day(pin.pinned_at.date())}


def _figures(version: ModelVersion) -> dict[str, Any]:
    proof = version.card["out_of_fold"]
    later = version.card["later"]
    return {"auc": proof["auc"], "ece": proof["ece"], "later_auc": later["auc"] if later else None}


def _signed(value: float, formats: Formats) -> str:
    return ("+" if value >= 0 else "−") + formats.number(abs(value), 3)


def _day(number: float | None) -> date | None:
    return None if number is None else date(1970, 1, 1) + timedelta(days=int(number))
