"""Addresses of the pages: Spanish, canonical in every language, the same for ever."""

from django.urls import path

from lazo.web.pages import asset, home, sign_in, theme

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("entrar", sign_in.sign_in, name="sign_in"),
    path("salir", sign_in.sign_out, name="sign_out"),
    path("tema", theme.theme, name="theme"),
    path("recursos/<str:name>", asset.asset, name="asset"),
]
