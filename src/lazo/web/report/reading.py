"""Who may read the report of the whole company."""

from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User


class UnableToReport(Exception):
    """`code` is not_allowed: the whole company's money is for who sees the whole base and its money."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def may_read_report(user: User) -> bool:
    """Who sees the money of the company and all its customers."""
    return may(user, "may_see_money") and row_rule(user).everything
