"""Addresses of the company’s settings: people, teams, roles, fields, audit."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
