"""Why a customer stands where they stand, as a sentence with the numbers the rule read."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lazo.differentiate.positions.rule import BY_KEY

PERCENT = frozenset({"p_alive", "p_alive_before", "revenue_ratio", "unrealised_rank", "churn_90d"})
MEASURED = frozenset({"overdue_ratio", "expected_gap"})


def why(rule: str, evidence: Mapping[str, Any], *, shown: Callable[[str, Any], str] | None = None) -> str:
    """The sentence of the rule; a number that is not known reads as a dash. Of a rule of another version, its key.

    `shown` writes a number of the evidence by its name; without it numbers are written in the reader's language.
    """
    known = BY_KEY.get(rule)
    if known is None:
        return _("Regla %(rule)s.") % {"rule": rule}
    write = shown or _shown
    return str(known.why) % {name: write(name, evidence.get(name)) for name in known.evidence}


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if name in PERCENT:
        return _("%(percent)s %%") % {"percent": number_format(100 * value, decimal_pos=0)}
    if name in MEASURED:
        return number_format(value, decimal_pos=1)
    return value if isinstance(value, str) else number_format(value, decimal_pos=0)
