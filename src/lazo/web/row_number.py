"""Numbers of rows in addresses."""

from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    """A number that a database has room for: a longer one is nobody's, so its page is not found."""

    regex = "[0-9]{1,18}"
