"""Addresses of the records that a customer was found to have."""

from django.urls import path

from lazo.web.pages import records

urlpatterns = [
    path("clientes/<row:customer>/registros", records.records, name="records"),
    path(
        "clientes/<row:customer>/registros/<row:record>/separacion", records.record_separation, name="record_separation"
    ),
    path("clientes/<row:customer>/union", records.merge_new, name="merge_new"),
]
