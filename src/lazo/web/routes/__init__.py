"""The addresses of the pages, one file a part of the house."""

from django.urls import register_converter

from lazo.web.row_number import RowNumber

register_converter(RowNumber, "row")
