"""Addresses of the migration of customers from class to class."""

from django.urls import path

from lazo.web.pages import migration

urlpatterns = [
    path("segmentos/migracion", migration.migration_matrix, name="migration"),
    path("segmentos/migracion.csv", migration.migration_file, name="migration_file"),
    path("segmentos/migracion/meses", migration.migration_chain, name="migration_chain"),
    path("segmentos/migracion/clientes", migration.migration_customers, name="migration_customers"),
    path("segmentos/migracion/clientes.csv", migration.migration_customers_file, name="migration_customers_file"),
]
