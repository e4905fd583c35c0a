"""Addresses of rights: requests about data, exclusion lists, the words of permissions, and the page that customers open by a link."""

from django.urls import path

from lazo.web.pages import (
    consent_texts,
    customer_policy,
    customer_rights,
    data_requests,
    preferences,
    suppression_lists,
)

urlpatterns = [
    path("preferencias/<str:token>", preferences.preferences, name="preferences"),
    path("preferencias/<str:token>/retiro", preferences.preferences_withdrawal, name="preferences_withdrawal"),
    path("preferencias/<str:token>/solicitud", preferences.preferences_request, name="preferences_request"),
    path("clientes/<row:customer>/preferencias", customer_rights.preference_links, name="preference_links"),
    path("clientes/<row:customer>/preferencias/fin", customer_rights.preference_links_end, name="preference_links_end"),
    path("clientes/<row:customer>/politica", customer_policy.customer_policy, name="customer_policy"),
    path("clientes/<row:customer>/bloqueo/fin", customer_rights.block_end, name="block_end"),
    path("clientes/<row:customer>/derechos", data_requests.party_data_requests, name="party_data_requests"),
    path("datos/derechos", data_requests.data_requests, name="data_requests"),
    path("datos/derechos/textos", consent_texts.consent_texts, name="consent_texts"),
    path("datos/derechos/<row:data_request>", data_requests.data_request, name="data_request"),
    path(
        "datos/derechos/<row:data_request>/responsable",
        data_requests.data_request_assignee,
        name="data_request_assignee",
    ),
    path("datos/derechos/<row:data_request>/datos", data_requests.data_request_data, name="data_request_data"),
    path("datos/derechos/<row:data_request>/borrado", data_requests.data_request_erasure, name="data_request_erasure"),
    path("datos/derechos/<row:data_request>/busqueda", data_requests.data_request_search, name="data_request_search"),
    path("datos/derechos/<row:data_request>/<slug:step>", data_requests.data_request_step, name="data_request_step"),
    path("datos/listas", suppression_lists.suppression_lists, name="suppression_lists"),
    path("datos/listas/propia", suppression_lists.suppression_entries, name="suppression_entries"),
]
