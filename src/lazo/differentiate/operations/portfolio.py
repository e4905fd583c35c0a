"""What people decide about accounts: a judged factor, the weights of all, the strategy for one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.differentiate.models import AccountJudgement, AccountStrategy, PortfolioSettings, Strategy
from lazo.differentiate.portfolio.factor import BY_KEY, FACTORS, factors_of, usual_weights
from lazo.identify.models import Party
from lazo.identify.operations.written_text import is_storable
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO_JUDGEMENT, UNDO_STRATEGY, UNDO_SETTINGS = (
    "account.judged",
    "account.strategy_confirmed",
    "portfolio.settings_saved",
)
LONGEST_NOTE, LARGEST_WEIGHT, CUT = 240, 100, 50
JUDGEMENTS, STRATEGIES = "differentiate_accountjudgement", "differentiate_accountstrategy"
SETTINGS = "differentiate_portfoliosettings"


class UnableToDecideAccount(Exception):
    """`code` is not_visible, not_a_company, unknown_factor, out_of_range, too_long, bad_characters, unknown_strategy or same_strategy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToSavePortfolioSettings(ValueError):
    """`problems` maps a factor, an axis or cut to out_of_range or no_weight; `code` is stale (another version came between) or not_allowed."""

    def __init__(self, problems: Mapping[str, str], code: str = "") -> None:
        super().__init__(code or ", ".join(sorted(problems)))
        self.problems, self.code = dict(problems), code


@transaction.atomic
def judge_account(*, account: Party, factor: str, value: int, by: User, on: date, note: str = "") -> str:
    """Say what a factor of a company is, from 0 to 100; gives the token of the undo. Raises UnableToDecideAccount.

    It counts where the data say nothing, from the day `on` on.
    """
    _check_account(account, by)
    if factor not in BY_KEY:
        raise UnableToDecideAccount("unknown_factor")
    if not 0 <= value <= 100:
        raise UnableToDecideAccount("out_of_range")
    row = AccountJudgement.objects.create(account=account, factor=factor, value=value, note=_note(note), on=on, by=by)
    data = {"party": account.pk, "factor": factor, "value": value}
    record_event(kind="account.judged", by=by, table=JUDGEMENTS, row=row.pk, data=data, after={"note": row.note})
    return offer_undo(by=by, label=_("Juicio guardado"), kind=UNDO_JUDGEMENT, data={"judgement": row.pk})


def undo_judgement(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo: the judgement goes, the one before holds again. Raises UnableToUndo."""
    row = AccountJudgement.objects.visible_to(by).filter(pk=data["judgement"]).first()
    if row is None:
        raise UnableToUndo("not_allowed")
    told = {"party": row.account_id, "factor": row.factor}
    record_event(kind="account.judgement_undone", by=by, table=JUDGEMENTS, row=row.pk, data=told)
    row.delete()
    return Undone(restored=1)


@transaction.atomic
def confirm_strategy(
    *, account: Party, strategy: str, by: User, on: date, suggested: str = "", reason: str = ""
) -> str:
    """Confirm the strategy for a company as of the day `on`, what was suggested or another; gives the token of the undo.

    The one before, of whichever record of the company, ends that day and stays. Raises UnableToDecideAccount.
    """
    _check_account(account, by)
    if strategy not in Strategy.values or suggested not in ("", *Strategy.values):
        raise UnableToDecideAccount("unknown_strategy")
    rows = AccountStrategy.objects.open().select_for_update().filter(account__in=family_of(account))
    standing = list(rows.order_by("-valid_from", "-pk"))
    held = standing[0] if standing else None
    text = _note(reason)
    if held is not None and (held.strategy, held.reason) == (strategy, text):
        raise UnableToDecideAccount("same_strategy")
    for one in standing:
        one.valid_to = max(on, one.valid_from)
        one.save(update_fields=["valid_to"])
    row = AccountStrategy.objects.create(
        account=account, strategy=strategy, suggested=suggested, reason=text, valid_from=on, confirmed_by=by
    )
    before = held.strategy if held else None
    data = {"party": account.pk, "strategy": strategy, "suggested": suggested, "before": before}
    record_event(
        kind="account.strategy_confirmed", by=by, table=STRATEGIES, row=row.pk, data=data, after={"reason": text}
    )
    kept = {"made": row.pk, "ended": [one.pk for one in standing]}
    return offer_undo(by=by, label=_("Estrategia confirmada"), kind=UNDO_STRATEGY, data=kept)


def undo_strategy(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo: the strategy before holds again. Raises UnableToUndo."""
    made = AccountStrategy.objects.visible_to(by).filter(pk=data["made"]).first()
    if made is None:
        raise UnableToUndo("not_allowed")
    if made.valid_to is not None:
        raise UnableToUndo("changed_since")
    told = {"party": made.account_id, "strategy": made.strategy}
    record_event(kind="account.strategy_undone", by=by, table=STRATEGIES, row=made.pk, data=told)
    made.delete()
    ended = data["ended"] if isinstance(data["ended"], list) else [data["ended"]]
    AccountStrategy.objects.filter(pk__in=ended).update(valid_to=None)
    return Undone(restored=1)


@transaction.atomic
def save_portfolio_settings(*, weights: Mapping[str, int], cut: int, version: int | None, by: User) -> str:
    """Keep a new version of the weights and of the cut on top of `version` (null: nothing was decided); gives the token of the undo,
    blank when nothing changed. Raises UnableToSavePortfolioSettings.
    """
    if not may(by, "may_administer"):
        raise UnableToSavePortfolioSettings({}, "not_allowed")
    now = PortfolioSettings.objects.select_for_update().order_by("-pk").first()
    if (now.pk if now else None) != version:
        raise UnableToSavePortfolioSettings({}, "stale")
    wanted = _checked(weights, cut)
    before = usual_weights() | (now.weights if now else {})
    kept_cut = now.cut if now else CUT
    if wanted == before and cut == kept_cut:
        return ""
    made = PortfolioSettings.objects.create(weights=wanted, cut=cut, by=by)
    old, new = {**before, "cut": kept_cut}, {**wanted, "cut": cut}
    changed = [name for name in new if old.get(name) != new[name]]
    record_event(
        kind="portfolio.settings_saved",
        by=by,
        table=SETTINGS,
        row=made.pk,
        data={"changed": changed},
        before={name: old.get(name) for name in changed},
        after={name: new[name] for name in changed},
    )
    kept = {"made": made.pk, "weights": before, "cut": kept_cut}
    return offer_undo(by=by, label=_("Pesos de la cartera cambiados"), kind=UNDO_SETTINGS, data=kept)


def undo_settings(by: User, data: dict[str, Any]) -> Undone:
    """A version like the one before, unless another was saved since. Raises UnableToUndo."""
    now = PortfolioSettings.objects.order_by("-pk").first()
    if now is None or now.pk != data["made"]:
        raise UnableToUndo("changed_since")
    try:
        save_portfolio_settings(weights=data["weights"], cut=data["cut"], version=now.pk, by=by)
    except UnableToSavePortfolioSettings as error:
        raise UnableToUndo("not_allowed") from error
    return Undone(1)


def _checked(weights: Mapping[str, int], cut: int) -> dict[str, int]:
    """A weight for every factor, and on each axis at least one above zero."""
    wanted = {factor.key: weights.get(factor.key, factor.weight) for factor in FACTORS}
    problems = {key: "out_of_range" for key, value in wanted.items() if not 0 <= value <= LARGEST_WEIGHT}
    if not 1 <= cut <= 99:
        problems["cut"] = "out_of_range"
    for axis in {factor.axis for factor in FACTORS}:
        if not any(wanted[factor.key] > 0 for factor in factors_of(axis)):
            problems[axis.value] = "no_weight"
    if problems:
        raise UnableToSavePortfolioSettings(problems)
    return wanted


def _check_account(account: Party, by: User) -> None:
    if not Party.objects.visible_to(by).current().filter(pk=account.pk).exists():
        raise UnableToDecideAccount("not_visible")
    if account.kind != Party.Kind.ORGANIZATION:
        raise UnableToDecideAccount("not_a_company")


def _note(text: str) -> str:
    whole = " ".join(text.split())
    if len(whole) > LONGEST_NOTE:
        raise UnableToDecideAccount("too_long")
    if not is_storable(whole):
        raise UnableToDecideAccount("bad_characters")
    return whole
