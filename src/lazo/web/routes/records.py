"""Addresses of the records that a customer was found to have."""

from django.urls import path

from lazo.web.pages import records

urlpatterns = [
    path("clientes/<int:customer>/registros", records.records, name="records"),
    path(
        "clientes/<int:customer>/registros/<int:record>/separacion", records.record_separation, name="record_separation"
    ),
    path("clientes/<int:customer>/union", records.merge_new, name="merge_new"),
]
