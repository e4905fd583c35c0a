"""Addresses of the list of customers, of its saved views, and of what is done with many at once."""

from django.urls import path

from lazo.web.pages import customer_batch, customer_exports, customer_views, customers

urlpatterns = [
    path("clientes", customers.customers, name="customers"),
    path("clientes/facetas", customers.facets, name="customer_facets"),
    path("clientes/campos", customers.own_fields, name="customer_fields"),
    path("clientes/densidad", customers.density, name="customer_density"),
    path("clientes/lote", customer_batch.customer_batch, name="customer_batch"),
    path("clientes/exportar", customer_exports.customer_export, name="customer_export"),
    path("vistas", customer_views.views, name="views"),
    path("vistas/conteos", customer_views.view_counts, name="view_counts"),
    path("vistas/restauracion", customer_views.view_restoration, name="view_restoration"),
    path("vistas/<row:view>", customer_views.view, name="view"),
    path("vistas/<row:view>/retiro", customer_views.view_removal, name="view_removal"),
]
