"""Addresses: Spanish and canonical in every language."""

from django.urls import include, path

urlpatterns = [path("", include("lazo.web.urls"))]
