"""Why a customer stands where it stands, in one sentence with its numbers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.positions.rule import RULES
from lazo.web.formats import Formats

SHARES = {"p_alive", "p_alive_before", "revenue_ratio", "wallet_share"}

WHY = {rule.key: rule.why for rule in RULES}


def sentence(rule: str, evidence: Mapping[str, Any], formats: Formats) -> str:
    """The rule's sentence with the numbers it read; a rule that is no longer known is named as it was."""
    why = WHY.get(rule)
    if why is None:
        return _("Regla «%(rule)s».") % {"rule": rule}
    written = {key: _written(key, value, formats) for key, value in evidence.items()}
    return str(why) % _Missing(written)


def _written(key: str, value: Any, formats: Formats) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value) if value is not None else "–"
    if key in SHARES:
        return formats.percent(value)
    return formats.number(value, 0 if value == int(value) or abs(value) >= 10 else 1)


class _Missing(dict[str, str]):
    """An old position may lack a number that its rule reads today: a dash stands for it."""

    def __missing__(self, key: str) -> str:
        return "–"
