"""Addresses of one customer."""

from django.urls import path

from lazo.web.pages import (
    contacts,
    customer,
    customer_estimate,
    history,
    households,
    party_edit,
    party_roles,
    relations,
    shares,
)

urlpatterns = [
    path("clientes/<int:customer>", customer.customer, name="customer"),
    path("clientes/<int:customer>/historia", history.history, name="history"),
    path("clientes/<int:customer>/valor", customer_estimate.customer_estimate, name="customer_estimate"),
    path(
        "clientes/<int:customer>/documentos/<int:identifier>/revelacion",
        customer.identifier_reveal,
        name="identifier_reveal",
    ),
    path(
        "clientes/<int:customer>/contactos/<int:point>/verificacion",
        contacts.contact_verification,
        name="contact_verification",
    ),
    path(
        "clientes/<int:customer>/contactos/<int:point>/preferencia",
        contacts.contact_preference,
        name="contact_preference",
    ),
    path("clientes/<int:customer>/contactos/<int:point>/ajeno", contacts.contact_disowning, name="contact_disowning"),
    path("clientes/<int:customer>/editar", party_edit.party_edit, name="party_edit"),
    path("clientes/<int:customer>/hogar", households.household, name="household"),
    path("clientes/<int:customer>/compartidos", shares.shares, name="shares"),
    path("clientes/<int:customer>/compartidos/<int:share>/fin", shares.share_end, name="share_end"),
    path("clientes/<int:customer>/roles", party_roles.party_roles, name="party_roles"),
    path("clientes/<int:customer>/roles/<int:role>/fin", party_roles.party_role_end, name="party_role_end"),
    path("clientes/<int:customer>/relaciones", relations.relations, name="relations"),
    path("clientes/<int:customer>/relaciones/<int:relation>/fin", relations.relation_end, name="relation_end"),
    path(
        "clientes/<int:customer>/relaciones/<int:relation>/fin/deshacer",
        relations.relation_end_undo,
        name="relation_end_undo",
    ),
]
