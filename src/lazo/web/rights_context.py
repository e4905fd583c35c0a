"""What the page of a customer tells of rights: whether their data are blocked, what they asked, which lists they are on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lazo.identify.queries.data_request import block_of, requests_of
from lazo.identify.queries.suppression import suppressions_of_family
from lazo.kernel.access import may
from lazo.kernel.models import User

SHOWN = 5


def rights_context(family: Sequence[int], *, user: User, on: date) -> dict[str, Any]:
    """For one customer, whom the caller has shown to be visible to `user`."""
    block = block_of(family=family)
    return {
        "data_block": block,
        "may_erase": bool(block) and may(user, "may_erase"),
        "requests": requests_of(family=family, on=on)[:SHOWN],
        "suppressions": suppressions_of_family(family=family, on=on),
    }
