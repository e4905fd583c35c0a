"""Why a customer stands where they stand, as a sentence with the numbers the rule read."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lazo.differentiate.positions.rule import BY_KEY

PERCENT = frozenset({"p_alive", "p_alive_before", "revenue_ratio", "unrealised_rank"})
MEASURED = frozenset({"overdue_ratio", "expected_gap"})


def why(rule: str, evidence: Mapping[str, Any]) -> str:
    """The sentence of the rule; a number that is not known reads as a dash. Of a rule of another version, its key."""
    known = BY_KEY.get(rule)
    if known is None:
        return _("Regla %(rule)s.") % {"rule": rule}
    return str(known.why) % {name: _shown(name, evidence.get(name)) for name in known.evidence}


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if name in PERCENT:
        return _("%(percent)s %%") % {"percent": number_format(100 * value, decimal_pos=0)}
    if name in MEASURED:
        return number_format(value, decimal_pos=1)
    return value if isinstance(value, str) else number_format(value, decimal_pos=0)
