"""A table as a CSV file that spreadsheets open with their accents."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"


def csv_file(name: str, rows: Iterable[tuple[object, ...]]) -> HttpResponse:
    """UTF-8, commas, a header row; numbers unwritten, so that they can be summed."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return response


def csv_lines(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """The same file line by line, for what is too long to hold; a text that a spreadsheet would compute stays text."""
    yield BYTE_ORDER_MARK
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([_cell(value) for value in row])
        yield line.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"} else value
