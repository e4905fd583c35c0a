"""The seven core strategies for an account, and which of them the cell in which it lies suggests."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import Strategy


class Cell(StrEnum):
    """Fiocca's first step; a key account has an importance from the cut on, a difficult one a difficulty from the cut on."""

    KEY_DIFFICULT = "key-difficult"
    KEY_EASY = "key-easy"
    OTHER_DIFFICULT = "other-difficult"
    OTHER_EASY = "other-easy"
    UNKNOWN = "unknown"


CELL_NAMES = {
    Cell.KEY_DIFFICULT: _("Clave y difícil"),
    Cell.KEY_EASY: _("Clave y fácil"),
    Cell.OTHER_DIFFICULT: _("No clave y difícil"),
    Cell.OTHER_EASY: _("No clave y fácil"),
    Cell.UNKNOWN: _("Por juzgar"),
}
CELLS = tuple(Cell)
STRATEGIES = tuple(Strategy)
REASONS = {
    "lost": _("dejó de comprar y valía la pena"),
    "lost_low": _("dejó de comprar y valía poco"),
    "prospect": _("todavía no compra"),
    "loss_hope": _("hoy deja pérdida, pero tiene potencial"),
    "loss": _("deja pérdida y no tiene potencial"),
    "key_strong": _("es clave, su negocio atrae y la relación es fuerte"),
    "key_weak": _("es clave y su negocio atrae, pero la relación es débil"),
    "key_dull_strong": _("es clave, la relación es fuerte y su negocio crece poco"),
    "key_dull_weak": _("es clave, pero su negocio atrae poco y la relación es débil"),
    "other_hard": _("no es clave y cuesta atenderla"),
    "other_grows": _("no es clave, es fácil de atender y su negocio atrae"),
    "other_easy": _("no es clave y es fácil de atender"),
    "key": _("es clave; falta juzgar su atractivo y la relación"),
    "unknown": _("falta juzgarla"),
}
SUGGESTED = {
    "lost": Strategy.WIN_BACK,
    "lost_low": Strategy.END,
    "prospect": Strategy.START,
    "loss_hope": Strategy.RE_ENGINEER,
    "loss": Strategy.END,
    "key_strong": Strategy.PROTECT,
    "key_weak": Strategy.ENHANCE,
    "key_dull_strong": Strategy.HARVEST,
    "key_dull_weak": Strategy.RE_ENGINEER,
    "other_hard": Strategy.RE_ENGINEER,
    "other_grows": Strategy.ENHANCE,
    "other_easy": Strategy.HARVEST,
    "key": Strategy.PROTECT,
    "unknown": None,
}
REASON_KEYS = tuple(REASONS)


def cell_codes(importance: Any, difficulty: Any, *, cut: float) -> Any:
    """The index in CELLS of each account: unknown where one of the axes is."""
    import numpy as np

    known = ~(np.isnan(importance) | np.isnan(difficulty))
    code = np.where(importance >= cut, 0, 2) + np.where(difficulty >= cut, 0, 1)
    return np.where(known, code, CELLS.index(Cell.UNKNOWN)).astype(np.int8)


def reason_codes(*, is_lost: Any, is_prospect: Any, worth: Any, net: Any, potential: Any, axes: Any, cut: float) -> Any:
    """The index in REASON_KEYS of why each account's strategy is suggested.

    `worth` is the percentile of its potential, `net` the margin after cost to serve where it is known (NaN: not), `axes` the scores by axis.
    """
    import numpy as np

    importance, difficulty, attracts, strong = (
        axes[name] for name in ("importance", "difficulty", "attractiveness", "strength")
    )
    key = importance >= cut
    both = ~(np.isnan(attracts) | np.isnan(strong))
    conditions = (
        ("lost", is_lost & (worth >= cut)),
        ("lost_low", is_lost),
        ("prospect", is_prospect),
        ("loss_hope", (net < 0) & (potential > 0)),
        ("loss", net < 0),
        ("key_strong", key & both & (attracts >= cut) & (strong >= cut)),
        ("key_weak", key & both & (attracts >= cut)),
        ("key_dull_strong", key & both & (strong >= cut)),
        ("key_dull_weak", key & both),
        ("key", key),
        ("other_hard", ~key & ~np.isnan(importance) & (difficulty >= cut)),
        ("other_grows", ~key & ~np.isnan(importance) & (attracts >= cut)),
        ("other_easy", ~key & ~np.isnan(importance)),
    )
    return np.select(
        [condition for _key, condition in conditions],
        [REASON_KEYS.index(key) for key, _condition in conditions],
        default=REASON_KEYS.index("unknown"),
    ).astype(np.int8)
