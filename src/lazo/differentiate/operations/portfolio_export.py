"""The portfolio taken out as a file: who may, and that it was."""

from lazo.differentiate.queries.portfolio import AccountLine, PortfolioQuestion, portfolio_lines
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToExportPortfolio(Exception):
    """Nobody gave this user the right to export."""

    code = "not_allowed"


def export_portfolio(*, by: User, question: PortfolioQuestion) -> list[AccountLine]:
    """The accounts `by` may see that fit. Raises UnableToExportPortfolio."""
    if not may(by, "may_export"):
        raise UnableToExportPortfolio
    lines = portfolio_lines(user=by, question=question)
    data = {"rows": len(lines), "cell": question.cell, "strategy": question.strategy}
    record_event(kind="portfolio.exported", by=by, table="differentiate_accountstrategy", data=data)
    return lines
