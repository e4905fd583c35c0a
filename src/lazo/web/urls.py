"""Addresses of the pages: Spanish, canonical in every language, the same for ever."""

from django.urls import path

from lazo.web.pages import asset, customers, cycle, first_run, home, sign_in, theme

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("entrar", sign_in.sign_in, name="sign_in"),
    path("salir", sign_in.sign_out, name="sign_out"),
    path("empezar", first_run.first_run, name="first_run"),
    path("empezar/demo", first_run.start_demo, name="start_demo"),
    path("empezar/demo/avance", first_run.demo_progress, name="demo_progress"),
    path("ciclo", cycle.cycle, name="cycle"),
    path("ciclo/numeros.csv", cycle.cycle_numbers, name="cycle_numbers"),
    path("ciclo/movimientos.csv", cycle.cycle_movements, name="cycle_movements"),
    path("clientes", customers.customers, name="customers"),
    path("clientes/<int:customer>", customers.customer, name="customer"),
    path("tema", theme.theme, name="theme"),
    path("recursos/<str:name>", asset.asset, name="asset"),
]
