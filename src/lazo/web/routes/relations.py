"""Addresses of what is known between customers: relations found, groups, the directory of companies."""

from django.urls import path

from lazo.web.pages import candidates

urlpatterns = [
    path("relaciones", candidates.candidates, name="candidates"),
    path("relaciones/respuestas", candidates.candidate_decisions, name="candidate_decisions"),
]
