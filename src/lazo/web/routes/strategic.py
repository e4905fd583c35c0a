"""Addresses of the register of strategic customers."""

from django.urls import path

from lazo.web.pages import strategic

urlpatterns = [
    path("segmentos/estrategicos", strategic.strategic, name="strategic"),
    path("segmentos/estrategicos/registro.csv", strategic.strategic_export, name="strategic_export"),
    path("segmentos/estrategicos/nuevo", strategic.strategic_new, name="strategic_new"),
    path("segmentos/estrategicos/<row:entry>", strategic.strategic_entry, name="strategic_entry"),
    path("segmentos/estrategicos/<row:entry>/evidencias", strategic.strategic_evidence, name="strategic_evidence"),
    path("segmentos/estrategicos/<row:entry>/revisiones", strategic.strategic_review, name="strategic_review"),
    path("segmentos/estrategicos/<row:entry>/final", strategic.strategic_end, name="strategic_end"),
]
