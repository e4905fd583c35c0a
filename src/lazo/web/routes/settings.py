"""Addresses of the company’s settings: people, teams, roles, fields, audit."""

from django.urls import path
from django.urls.resolvers import URLPattern

from lazo.web.pages import api_tokens, audit, company_settings, costs, cycle_settings, roles, teams, users, webhooks

urlpatterns: list[URLPattern] = [
    path("ajustes", users.settings, name="settings"),
    path("ajustes/usuarios", users.users, name="users"),
    path("ajustes/usuarios/<int:user>", users.user, name="user"),
    path("ajustes/usuarios/<int:user>/cierre", users.user_close, name="user_close"),
    path("ajustes/usuarios/<int:user>/reapertura", users.user_reopen, name="user_reopen"),
    path("ajustes/usuarios/<int:user>/enlace", users.user_link, name="user_link"),
    path("ajustes/usuarios/<int:user>/segundo-paso/retiro", users.user_factors_removal, name="user_factors_removal"),
    path("ajustes/usuarios/<int:user>/clientes", users.user_customers, name="user_customers"),
    path("ajustes/equipos", teams.teams, name="teams"),
    path("ajustes/equipos/<int:team>", teams.team, name="team"),
    path("ajustes/roles", roles.roles, name="roles"),
    path("ajustes/roles/<int:role>", roles.role, name="role"),
    path("ajustes/roles/<int:role>/retiro", roles.role_removal, name="role_removal"),
    path("ajustes/empresa", company_settings.company_settings, name="company_settings"),
    path("ajustes/empresa/logo", company_settings.logo, name="logo"),
    path("ajustes/empresa/logo/retiro", company_settings.logo_removal, name="logo_removal"),
    path("ajustes/empresa/logo/<str:name>", company_settings.logo_file, name="logo_file"),
    path("ajustes/empresa/dias", company_settings.closed_days, name="closed_days"),
    path("ajustes/empresa/dias/<int:day>/apertura", company_settings.closed_day_opening, name="closed_day_opening"),
    path("ajustes/ciclo", cycle_settings.cycle_settings, name="cycle_settings"),
    path("ajustes/ciclo/prueba", cycle_settings.cycle_preview, name="cycle_preview"),
    path("ajustes/ciclo/prueba/<int:job>", cycle_settings.cycle_preview_result, name="cycle_preview_result"),
    path("ajustes/costos", costs.costs, name="costs"),
    path("ajustes/costos/retiro", costs.cost_withdrawal, name="cost_withdrawal"),
    path("ajustes/llaves", api_tokens.api_tokens, name="api_tokens"),
    path("ajustes/llaves/nueva", api_tokens.api_token_new, name="api_token_new"),
    path("ajustes/llaves/<int:token>/revocacion", api_tokens.api_token_revocation, name="api_token_revocation"),
    path("ajustes/webhooks", webhooks.webhooks, name="webhooks"),
    path("ajustes/webhooks/<int:webhook>", webhooks.webhook, name="webhook"),
    path("ajustes/webhooks/<int:webhook>/pausa", webhooks.webhook_pause, name="webhook_pause"),
    path("ajustes/webhooks/<int:webhook>/reanudacion", webhooks.webhook_resumption, name="webhook_resumption"),
    path("ajustes/webhooks/<int:webhook>/repeticion", webhooks.webhook_replay, name="webhook_replay"),
    path("ajustes/webhooks/<int:webhook>/retiro", webhooks.webhook_removal, name="webhook_removal"),
    path("ajustes/auditoria", audit.audit, name="audit"),
    path("ajustes/auditoria/archivo", audit.audit_file, name="audit_file"),
]
