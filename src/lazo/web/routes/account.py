"""Addresses of signing in, and of what a person sets for themselves."""

from django.urls import path

from lazo.web.pages import language, sign_in, theme

urlpatterns = [
    path("entrar", sign_in.sign_in, name="sign_in"),
    path("entrar/llave/<str:key>", sign_in.sign_in_by_key, name="sign_in_by_key"),
    path("salir", sign_in.sign_out, name="sign_out"),
    path("idioma", language.language, name="language"),
    path("tema", theme.theme, name="theme"),
]
