"""From which probability on a pair is used for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """`merge`: joined without asking; `review`: a person is asked; `relation`: a household or company is proposed.

    DOMAIN 2.4: .95 and more link, .75 to .95 go to the review queue, below they stay apart.
    """

    merge: float = 0.95
    review: float = 0.75
    relation: float = 0.90


THRESHOLDS = Thresholds()
