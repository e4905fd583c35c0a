"""Addresses: Spanish and canonical in every language."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("lazo.api.urls")), path("", include("lazo.web.urls"))]
