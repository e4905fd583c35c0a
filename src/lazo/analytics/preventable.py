"""Whether somebody who began to leave might have been kept: what went wrong, or was left undone, in the ninety days before.

Domain 1.7, preventable share. Read from what was said: the kinds and subjects of interactions, in the words of Spanish, English and Portuguese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

LATE, INVOICE, PROMISE, CLAIM, WELCOME, SILENCE = (
    "late_delivery", "wrong_invoice", "broken_promise", "open_claim", "no_welcome", "no_contact",
)  # fmt: skip
CAUSES = (LATE, INVOICE, PROMISE, CLAIM, WELCOME, SILENCE)
BEFORE = timedelta(days=90)
WELCOMED = timedelta(days=7)
GAPS = 2
_CLAIM = re.compile(r"reclam|quej|complain|claim|queix", re.IGNORECASE)
_LATE = re.compile(
    r"tard[eí]|atras|demor|retras|no (ha )?lleg|late\b|delay|não chegou|nao chegou", re.IGNORECASE
)  # of a delivery, by its kind or the subject of a claim
_INVOICE = re.compile(
    r"(factura|cobro|boleta|invoice|bill\w*|charge|fatura|cobran)\w*.{0,20}(equivoc|errad|mal\b|doble|wrong|twice|duplic)",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\b(ans|sla)\b|fuera de plazo|plazo vencido|prazo vencido|breach", re.IGNORECASE)
_DELIVERY = re.compile(r"entreg|envío|envio|pedido|deliver|order|ship|encomenda", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contact:
    """Something that was said; `is_ours` when we said it."""

    on: date
    is_ours: bool
    kind: str = ""
    subject: str = ""

    @property
    def is_claim(self) -> bool:
        return not self.is_ours and bool(_CLAIM.search(self.kind))

    @property
    def incident(self) -> str:
        """What went wrong, by its words; blank for anything else."""
        words = f"{self.kind} {self.subject}" if self.is_claim else self.kind
        if _INVOICE.search(words):
            return INVOICE
        if _LATE.search(words) and _DELIVERY.search(words):
            return LATE
        return PROMISE if _PROMISE.search(words) else ""


@dataclass(frozen=True, slots=True)
class Case:
    """Who began to leave on `day`; `contacts` the oldest first. `gap`, in days: how often they buy, where they are among the best (else null)."""

    day: date
    contacts: tuple[Contact, ...]
    first_purchase: date | None = None
    gap: float | None = None


def causes_of(case: Case) -> tuple[str, ...]:
    """Which of CAUSES lie in the ninety days before, in that order; none: nothing known would have kept them.

    A claim counts while nothing of ours followed it. A welcome is missing when the first purchase lies in those days and nothing of ours came
    within seven days of it. One of the best was left alone when nothing of ours came in twice their own rhythm.
    """
    before = [one for one in case.contacts if one.on < case.day]
    recent = [one for one in before if one.on >= case.day - BEFORE]
    ours = [one.on for one in before if one.is_ours]
    found = {one.incident for one in recent} - {""}
    if any(one.is_claim and not any(answer >= one.on for answer in ours) for one in recent):
        found.add(CLAIM)
    if _unwelcomed(case, ours):
        found.add(WELCOME)
    if case.gap is not None and not any(on >= case.day - timedelta(days=GAPS * case.gap) for on in ours):
        found.add(SILENCE)
    return tuple(cause for cause in CAUSES if cause in found)


def _unwelcomed(case: Case, ours: list[date]) -> bool:
    first = case.first_purchase
    if first is None or not case.day - BEFORE <= first < case.day - WELCOMED:
        return False
    return not any(first <= on <= first + WELCOMED for on in ours)
