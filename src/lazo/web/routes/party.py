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
    path("clientes/<row:customer>", customer.customer, name="customer"),
    path("clientes/<row:customer>/historia", history.history, name="history"),
    path("clientes/<row:customer>/valor", customer_estimate.customer_estimate, name="customer_estimate"),
    path(
        "clientes/<row:customer>/documentos/<row:identifier>/revelacion",
        customer.identifier_reveal,
        name="identifier_reveal",
    ),
    path(
        "clientes/<row:customer>/contactos/<row:point>/verificacion",
        contacts.contact_verification,
        name="contact_verification",
    ),
    path(
        "clientes/<row:customer>/contactos/<row:point>/preferencia",
        contacts.contact_preference,
        name="contact_preference",
    ),
    path("clientes/<row:customer>/contactos/<row:point>/ajeno", contacts.contact_disowning, name="contact_disowning"),
    path("clientes/<row:customer>/editar", party_edit.party_edit, name="party_edit"),
    path("clientes/<row:customer>/hogar", households.household, name="household"),
    path("clientes/<row:customer>/compartidos", shares.shares, name="shares"),
    path("clientes/<row:customer>/compartidos/<row:share>/fin", shares.share_end, name="share_end"),
    path("clientes/<row:customer>/roles", party_roles.party_roles, name="party_roles"),
    path("clientes/<row:customer>/roles/<row:role>/fin", party_roles.party_role_end, name="party_role_end"),
    path("clientes/<row:customer>/relaciones", relations.relations, name="relations"),
    path("clientes/<row:customer>/relaciones/<row:relation>/fin", relations.relation_end, name="relation_end"),
    path(
        "clientes/<row:customer>/relaciones/<row:relation>/fin/deshacer",
        relations.relation_end_undo,
        name="relation_end_undo",
    ),
]
