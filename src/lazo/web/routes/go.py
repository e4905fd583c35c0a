"""Addresses of searching and doing from anywhere, and of undo."""

from django.urls import path

from lazo.web.pages import search, undo

urlpatterns = [
    path("buscar", search.search, name="search"),
    path("deshacer/<str:token>", undo.undo, name="undo"),
]
