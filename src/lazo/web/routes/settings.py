"""Addresses of the company’s settings: people, teams, roles, fields, audit."""

from django.urls import path
from django.urls.resolvers import URLPattern

from lazo.web.pages import audit, roles, teams, users

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
    path("ajustes/auditoria", audit.audit, name="audit"),
    path("ajustes/auditoria/archivo", audit.audit_file, name="audit_file"),
]
