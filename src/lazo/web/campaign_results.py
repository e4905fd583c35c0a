"""What a campaign brought: in money with its doubt, against whom it is measured, variant by variant."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lazo.analytics.experiments.money import Return
from lazo.interact.models import Campaign
from lazo.interact.queries.campaigns import results_rule
from lazo.kernel.models import User
from lazo.measure.queries.readout import Comparison, Readout, read_experiment
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.intervals import IntervalRow, intervals
from lazo.web.formats import Formats
from lazo.web.markup import drawn

SHARE_DIGITS = 1


@dataclass(frozen=True)
class ResultWords:
    """The finding as a sentence's parts, in the reader's writing: `range` and `cost` blank where there is no money to tell."""

    finding: str
    range: str
    cost: str
    against: str
    is_certain: bool
    is_final: bool


def readout_of(campaign: Campaign, *, user: User, on: date, with_days: bool = False) -> Readout:
    """Of the whole company for who makes campaigns or sees its money, else of the customers the reader may see."""
    return read_experiment(experiment=campaign.experiment, on=on, rule=results_rule(user), with_days=with_days)


def results_context(campaign: Campaign, *, user: User, on: date, formats: Formats) -> dict[str, Any]:
    """Everything the part of results needs; `readout` null before anybody is in a group."""
    if campaign.experiment.started_on is None:
        return {"readout": None}
    found = readout_of(campaign, user=user, on=on)
    if not found.n:
        return {"readout": None}
    return {
        "readout": found,
        "words": result_words(found, formats) if found.whole else None,
        "sums": sums_of(found) if found.whole else None,
        "chart": results_chart(campaign, found, formats) if found.whole else "",
        "best": best_words(found, formats),
        "with_money": any(arm.money is not None for arm in found.arms),
        "is_odd": found.ratio is not None and found.ratio.alarms,
    }


@dataclass(frozen=True)
class Sums:
    """What was brought, to the unit: `extra` customers who did it because of it and their interval (null ends: money is what is watched), and
    `result` in base minor units, null where money is not known.
    """

    extra: float
    low: float | None
    high: float | None
    result: Return | None


def sums_of(found: Readout) -> Sums:
    """The figures of the whole against the control group, beside their short form."""
    whole = found.whole
    assert whole is not None, found.experiment
    done = whole.done
    if found.is_final:
        return Sums(float(done.extra), done.extra_low, done.extra_high, whole.result)
    if whole.by_money:
        return Sums(float(done.extra), None, None, whole.result)
    low, high = sorted((whole.watch.low * done.treated.n, whole.watch.high * done.treated.n))
    return Sums(float(done.extra), low, high, whole.result)


def result_words(found: Readout, formats: Formats) -> ResultWords:
    """«Trajo $ 24,8 M de más, entre $ 11,2 M y $ 38,4 M», or how many did it more, where money is not known."""
    whole = found.whole
    assert whole is not None, found.experiment
    against = _("frente a %(n)s personas sin contacto") % {"n": formats.number(whole.done.control.n)}
    result = whole.result
    low, high = ends_of(whole, found)
    is_certain = low > 0 or high < 0
    if result is None:
        told = {"n": formats.number(float(whole.done.extra), 0)}
        finding = _("%(n)s lo hicieron que sin campaña no lo habrían hecho") % told
        ends = {"low": formats.number(low), "high": formats.number(high)}
        return ResultWords(finding, _("entre %(low)s y %(high)s") % ends, "", against, is_certain, found.is_final)
    finding = _("Trajo %(money)s que sin campaña no habrían llegado") % {"money": formats.money_short(result.gross)}
    ends = {"low": formats.money_short(round(low)), "high": formats.money_short(round(high))}
    cost = {"cost": formats.money_short(result.cost), "net": formats.money_short(result.net)}
    words = _("Costó %(cost)s: quedan %(net)s.") % cost
    if result.per_unit is not None:
        words = f"{words} {_('%(n)s por cada peso gastado.') % {'n': formats.number(result.per_unit, 1)}}"
    return ResultWords(finding, _("entre %(low)s y %(high)s") % ends, words, against, is_certain, found.is_final)


def ends_of(one: Comparison, found: Readout) -> tuple[float, float]:
    """The interval of what it brought: of 95 % when all is in, wider before, so that one may look as often as one likes.

    In base minor units, or in customers where money is not known.
    """
    scale = one.main.treated.n * _unit(one)
    if found.is_final:
        if one.result is not None:
            return one.result.gross_low, one.result.gross_high
        return one.done.extra_low, one.done.extra_high
    low, high = sorted((one.watch.low * scale, one.watch.high * scale))
    return low, high


def _unit(one: Comparison) -> float:
    """What an outcome of the main reading is worth."""
    extra = float(one.main.extra)
    return one.result.gross / extra if one.result is not None and extra else 1.0


def results_chart(campaign: Campaign, found: Readout, formats: Formats) -> Any:
    """The whole and each variant with its interval."""
    assert found.whole is not None, campaign
    n = formats.number
    rows = [
        _row(
            found.whole,
            found,
            name=_("Toda la campaña"),
            note=_("%(treated)s personas frente a %(control)s")
            % {"treated": n(found.whole.done.treated.n), "control": n(found.whole.done.control.n)},
            css=f"a-{CSS_KEYS[campaign.experiment.area]}",
        )
    ]
    if len(found.each) > 1:
        rows += [
            _row(one, found, name=f"{'ABCDEFGHIJ'[place]} {one.name}", note=_note(one, found, formats), css="a-x")
            for place, one in enumerate(found.each)
        ]
    number = formats.axis if found.whole.result is not None else formats.number
    title = _("Lo que trajo de más cada variante, con su intervalo")
    return drawn(two_widths(lambda width: intervals(rows, title=title, number=number, width=width)))


def _row(one: Comparison, found: Readout, *, name: str, note: str, css: str) -> IntervalRow:
    low, high = ends_of(one, found)
    value = float(one.result.gross) if one.result is not None else float(one.done.extra)
    return IntervalRow(name, value, min(low, value), max(high, value), note=note, css=css)


def _note(one: Comparison, found: Readout, formats: Formats) -> str:
    low, high = ends_of(one, found)
    told = _("supera a no hacer nada") if low > 0 else _("hace menos que no hacer nada") if high < 0 else ""
    return f"{formats.number(one.done.treated.n)} · {told or _('aún no se distingue de cero')}"


def best_words(found: Readout, formats: Formats) -> str:
    """Which variant is ahead and how sure that is; blank with one, or when nobody can tell."""
    best = found.best
    if best is None:
        return ""
    one, chance = best
    told = {"name": one.name, "chance": formats.percent(chance)}
    return _("%(name)s va adelante: %(chance)s de probabilidad de ser mejor que la otra.") % told
