"""Addresses of what people write about a customer: somebody new, notes, calls, to-dos, permissions, contracts, corrections; and the fields
that a company defines for it.
"""

from django.urls import path

from lazo.web.pages import calls, consents, contracts, custom_fields, notes, party_new, to_dos, trait_corrections

urlpatterns = [
    path("clientes/nuevo", party_new.party_new, name="party_new"),
    path("clientes/nuevo/parecidos", party_new.party_likely, name="party_likely"),
    path("clientes/<row:customer>/notas", notes.notes, name="notes"),
    path("clientes/<row:customer>/notas/<row:note>", notes.note, name="note"),
    path("clientes/<row:customer>/notas/<row:note>/borrado", notes.note_deletion, name="note_deletion"),
    path("clientes/<row:customer>/llamadas", calls.calls, name="calls"),
    path("clientes/<row:customer>/llamadas/<row:call>", calls.call, name="call"),
    path("clientes/<row:customer>/llamadas/<row:call>/borrado", calls.call_deletion, name="call_deletion"),
    path("clientes/<row:customer>/contratos", contracts.contracts, name="contracts"),
    path("clientes/<row:customer>/contratos/<row:contract>", contracts.contract, name="contract"),
    path("clientes/<row:customer>/contratos/<row:contract>/fin", contracts.contract_end, name="contract_end"),
    path("clientes/<row:customer>/pendientes", to_dos.to_dos, name="to_dos"),
    path("clientes/<row:customer>/permisos", consents.consent, name="consent"),
    path("clientes/<row:customer>/permisos/retiros", consents.consent_withdrawal, name="consent_withdrawal"),
    path(
        "clientes/<row:customer>/rasgos/<str:key>/correccion",
        trait_corrections.trait_correction,
        name="trait_correction",
    ),
    path("pendientes", to_dos.my_to_dos, name="my_to_dos"),
    path("pendientes/<row:to_do>", to_dos.to_do, name="to_do"),
    path("pendientes/<row:to_do>/hecho", to_dos.to_do_done, name="to_do_done"),
    path("pendientes/<row:to_do>/reapertura", to_dos.to_do_reopening, name="to_do_reopening"),
    path("pendientes/<row:to_do>/responsable", to_dos.to_do_assignee, name="to_do_assignee"),
    path("pendientes/<row:to_do>/borrado", to_dos.to_do_deletion, name="to_do_deletion"),
    path("ajustes/campos", custom_fields.custom_fields, name="custom_fields"),
    path("ajustes/campos/<slug:key>", custom_fields.custom_field, name="custom_field"),
    path("ajustes/campos/<slug:key>/archivo", custom_fields.custom_field_archive, name="custom_field_archive"),
    path("ajustes/campos/<slug:key>/regreso", custom_fields.custom_field_restoration, name="custom_field_restoration"),
    path("ajustes/campos/<slug:key>/lugar", custom_fields.custom_field_place, name="custom_field_place"),
]
