"""Why two records are the same, or may be: contributions as a sentence a person reads, and as the steps of a waterfall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

START = "start"
"""The name of the first contribution: how likely any two records are the same before anything is compared."""
EQUAL, DIFFERENT, SWAPPED = "equal", "different", "swapped"

SAME = {
    "given": gettext_noop("mismo nombre"),
    "family": gettext_noop("mismos apellidos"),
    "company": gettext_noop("mismo nombre de empresa"),
    "birth": gettext_noop("misma fecha de nacimiento"),
    "emails": gettext_noop("mismo correo"),
    "phones": gettext_noop("mismo teléfono"),
    "documents": gettext_noop("mismo documento"),
    "address": gettext_noop("misma dirección"),
    "city": gettext_noop("misma ciudad"),
    "country": gettext_noop("mismo país"),
    "swapped": gettext_noop("nombre y apellidos al revés"),
}
NEAR = {
    "given": gettext_noop("nombre parecido"),
    "family": gettext_noop("apellidos parecidos"),
    "company": gettext_noop("nombre de empresa parecido"),
    "birth": gettext_noop("fecha de nacimiento parecida"),
    "emails": gettext_noop("correo parecido"),
    "phones": gettext_noop("teléfono parecido"),
    "documents": gettext_noop("documento parecido"),
    "address": gettext_noop("dirección cercana"),
    "city": gettext_noop("ciudad parecida"),
}
OTHER = {
    "given": gettext_noop("otro nombre"),
    "family": gettext_noop("otros apellidos"),
    "company": gettext_noop("otro nombre de empresa"),
    "birth": gettext_noop("otra fecha de nacimiento"),
    "emails": gettext_noop("otro correo"),
    "phones": gettext_noop("otro teléfono"),
    "documents": gettext_noop("otro documento"),
    "address": gettext_noop("otra dirección"),
    "city": gettext_noop("otra ciudad"),
    "country": gettext_noop("otro país"),
}
OVERRULED = {
    "different_documents": gettext_noop("aunque tienen documentos distintos"),
    "apart": gettext_noop("aunque se había dicho que no eran la misma persona"),
}
ALIASES = {"street": "address", "surnames": "family", "given_name": "given"}


@dataclass(frozen=True)
class Step:
    """One bar of the waterfall: `weight` in bits (positive speaks for the same), from `before` to `after`. `level` null: unknown on a side."""

    comparison: str
    level: str | None
    weight: float
    before: float
    after: float


def steps_of(contributions: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The contributions one after the other, from nothing to their sum."""
    steps, total = [], 0.0
    for one in contributions:
        weight = float(one["weight"])
        steps.append(Step(str(one["comparison"]), one.get("level"), weight, total, total + weight))
        total += weight
    return tuple(steps)


def why_of(contributions: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """What was equal, near and against, the weightiest first: what a merge keeps of its reasons.

    What is equal or near and yet lowers the odds (too common to tell) is no reason for and no other value: it is left out.
    """
    told: dict[str, list[str]] = {"equal": [], "near": [], "against": []}
    for one in sorted(contributions, key=lambda one: -abs(float(one["weight"]))):
        name, level = ALIASES.get(str(one["comparison"]), str(one["comparison"])), one.get("level")
        if name == START or level is None:
            continue
        if level == DIFFERENT:
            told["against"].append(name)
        elif float(one["weight"]) < 0:
            continue
        elif level == SWAPPED:
            told["equal"].append(SWAPPED)
        else:
            told["equal" if level == EQUAL else "near"].append(name)
    return told


def sentence_of(why: Mapping[str, Any], *, note: str = "") -> str:
    """The reasons of a merge in one sentence, in the reader's language: «Mismo teléfono y nombre parecido; ningún dato lo contradice»."""
    found = [_(SAME[name]) for name in why.get("equal", ()) if name in SAME]
    found += [_(NEAR[name]) for name in why.get("near", ()) if name in NEAR]
    against = [_(OTHER[name]) for name in why.get("against", ()) if name in OTHER]
    overruled = [_(OVERRULED[code]) for code in why.get("overruled", ()) if code in OVERRULED]
    parts = []
    if found:
        parts.append(_listed(found))
        parts.append(
            _("en contra: %(what)s") % {"what": _listed(against)} if against else _("ningún dato lo contradice")
        )
    else:
        parts.append(_("Lo decidió una persona"))
    parts += overruled
    said = "; ".join(str(part) for part in parts)
    return str(capfirst(f"{said}: «{note}»" if note else said))


def shared_of(why: Mapping[str, Any]) -> str:
    """What two who may be of one household or company have in common: «Mismo teléfono y misma dirección»; of the rest nothing was asked."""
    return str(capfirst(_listed([_(SAME[name]) for name in why.get("equal", ()) if name in SAME])))


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s y %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
