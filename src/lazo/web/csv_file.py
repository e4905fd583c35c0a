"""A table as a CSV file that spreadsheets open with their accents."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"


def csv_file(name: str, rows: Iterable[tuple[object, ...]]) -> HttpResponse:
    """UTF-8, commas, a header row; numbers unwritten, so that they can be summed."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return response
