"""Addresses of searching and doing from anywhere, and of undo."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
