"""Addresses of the cycle."""

from django.urls import path

from lazo.web.pages import cycle

urlpatterns = [
    path("ciclo", cycle.cycle, name="cycle"),
    path("ciclo/numeros.csv", cycle.cycle_numbers, name="cycle_numbers"),
    path("ciclo/movimientos.csv", cycle.cycle_movements, name="cycle_movements"),
]
