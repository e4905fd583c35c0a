"""Addresses of what is known between customers: relations found, groups, the directory of companies."""

from django.urls import path

from lazo.web.pages import candidates, companies, company_group, company_profile, network, ways

urlpatterns = [
    path("relaciones", candidates.candidates, name="candidates"),
    path("relaciones/respuestas", candidates.candidate_decisions, name="candidate_decisions"),
    path("empresas", companies.companies, name="companies"),
    path("empresas/exportar", companies.companies_export, name="companies_export"),
    path("clientes/<row:customer>/empresa", company_profile.company_profile, name="company_profile"),
    path("clientes/<row:customer>/conocidos", ways.ways, name="ways"),
    path("clientes/<row:customer>/red", network.customer_network, name="customer_network"),
    path("clientes/<row:customer>/grupo", company_group.company_group, name="company_group"),
    path("clientes/<row:customer>/grupo/salida", company_group.company_group_exit, name="company_group_exit"),
]
