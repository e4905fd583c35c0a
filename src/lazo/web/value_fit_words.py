"""What changed between two fits of the value models, in words."""

from django.utils.translation import gettext as _

from lazo.web.formats import Formats
from lazo.web.queries.value_fits import ValueLine


def fit_changes(line: ValueLine, formats: Formats) -> list[str]:
    """The fit that holds against the one before it: parameters and verdict; none of the first."""
    earlier = [one for one in line.fits if (one.run.on_date, one.run.pk) < (line.holds.run.on_date, line.holds.run.pk)]
    if not earlier:
        return []
    now, before = line.holds, earlier[0]
    found = []
    for key in ("r", "alpha", "a", "b"):
        new, old = now.run.parameters.get(key), before.run.parameters.get(key)
        if isinstance(new, float) and isinstance(old, float) and old:
            found.append(f"{key} {formats.number(old, 3)} → {formats.number(new, 3)} ({formats.change(new / old - 1)})")
    day = formats.long_day(before.run.on_date)
    words = (
        [_("Frente al ajuste del %(day)s: %(changes)s.") % {"day": day, "changes": ", ".join(found)}] if found else []
    )
    if now.verdict.state != before.verdict.state:
        words.append(
            _("Su prueba ahora es confiable.")
            if now.verdict.state == "reliable"
            else _("Su prueba ya no es confiable.")
        )
    return words
