"""Addresses of what is known between customers: relations found, groups, the directory of companies."""

from django.urls import path

from lazo.web.pages import candidates, company_group

urlpatterns = [
    path("relaciones", candidates.candidates, name="candidates"),
    path("relaciones/respuestas", candidates.candidate_decisions, name="candidate_decisions"),
    path("clientes/<int:customer>/grupo", company_group.company_group, name="company_group"),
    path("clientes/<int:customer>/grupo/salida", company_group.company_group_exit, name="company_group_exit"),
]
