"""Addresses of the pictures of the base: RFM, concentration, strategic customers."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
