"""Addresses of the list of customers."""

from django.urls import path

from lazo.web.pages import customers

urlpatterns = [
    path("clientes", customers.customers, name="customers"),
]
