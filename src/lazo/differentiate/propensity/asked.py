"""Whom a model is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lazo.analytics.propensity.columns import ReadColumn
    from lazo.analytics.tuples import Floats, Ints


@dataclass(frozen=True)
class Asked:
    """Whom to foretell, in growing order of `customers` (ids), and what is known of each; `answers` are the categories asked about."""

    customers: Ints
    columns: Sequence[ReadColumn]
    days: Floats | None
    answers: list[str] | None = None
