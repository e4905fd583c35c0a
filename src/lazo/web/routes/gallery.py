"""Address of the gallery of components."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
