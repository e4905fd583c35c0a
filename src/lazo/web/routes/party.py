"""Addresses of one customer."""

from django.urls import path

from lazo.web.pages import customers, households, party_edit, relations

urlpatterns = [
    path("clientes/<int:customer>", customers.customer, name="customer"),
    path("clientes/<int:customer>/editar", party_edit.party_edit, name="party_edit"),
    path("clientes/<int:customer>/hogar", households.household, name="household"),
    path("clientes/<int:customer>/relaciones", relations.relations, name="relations"),
    path("clientes/<int:customer>/relaciones/<int:relation>/fin", relations.relation_end, name="relation_end"),
    path(
        "clientes/<int:customer>/relaciones/<int:relation>/fin/deshacer",
        relations.relation_end_undo,
        name="relation_end_undo",
    ),
]
