"""The company of the workspace, which every page and every program asks for."""

from lazo.kernel.models import Company
from lazo.kernel.prepared import Prepared, columns_of, row_as

_row = Prepared(lambda: Company.objects.order_by("pk").values_list(*columns_of(Company))[:1])


def workspace_company() -> Company | None:
    """The one row there is; None before there is one."""
    found = _row.first()
    return row_as(Company, found) if found else None
