"""Addresses of signing in, and of what a person sets for themselves."""

from django.urls import path

from lazo.web.pages import (
    confirm,
    invitation,
    language,
    passkey_sign_in,
    profile,
    second_factor,
    second_step,
    sign_in,
    theme,
)

urlpatterns = [
    path("entrar", sign_in.sign_in, name="sign_in"),
    path("entrar/llave/<str:key>", sign_in.sign_in_by_key, name="sign_in_by_key"),
    path("entrar/llave-de-acceso", passkey_sign_in.passkey_sign_in, name="passkey_sign_in"),
    path("entrar/llave-de-acceso/reto", passkey_sign_in.passkey_challenge, name="passkey_challenge"),
    path("entrar/segundo-paso", second_step.second_step, name="second_step"),
    path("entrar/segundo-paso/reto", second_step.second_step_challenge, name="second_step_challenge"),
    path("entrar/invitacion/<row:number>/<str:token>", invitation.invitation, name="invitation"),
    path("salir", sign_in.sign_out, name="sign_out"),
    path("idioma", language.language, name="language"),
    path("tema", theme.theme, name="theme"),
    path("perfil", profile.profile, name="profile"),
    path("perfil/clave", profile.password, name="password"),
    path("perfil/sesiones/cierre", profile.other_sessions_end, name="other_sessions_end"),
    path("perfil/sesiones/<row:session>/cierre", profile.session_end, name="session_end"),
    path("perfil/confirmar", confirm.confirm, name="confirm"),
    path("perfil/confirmar/reto", confirm.confirm_challenge, name="confirm_challenge"),
    path("perfil/codigos", second_factor.codes, name="codes"),
    path("perfil/codigos-de-respaldo", second_factor.recovery_codes, name="recovery_codes"),
    path("perfil/llaves", second_factor.passkeys, name="passkeys"),
    path("perfil/llaves/reto", second_factor.passkey_creation, name="passkey_creation"),
    path("perfil/llaves/<row:factor>", second_factor.passkey_name, name="passkey_name"),
    path("perfil/segundo-paso/<row:factor>/retiro", second_factor.factor_removal, name="factor_removal"),
]
