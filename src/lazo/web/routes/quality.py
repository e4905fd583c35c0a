"""Addresses of the quality of the data."""

from django.urls import path

from lazo.web.pages import quality

urlpatterns = [
    path("datos/calidad", quality.quality, name="quality"),
    path("datos/calidad/medicion", quality.quality_measurement, name="quality_measurement"),
    path("datos/calidad/<slug:slug>", quality.quality_attribute, name="quality_attribute"),
    path("datos/calidad/<slug:slug>/meta", quality.quality_target, name="quality_target"),
    path("datos/calidad/<slug:slug>/clientes", quality.quality_customers, name="quality_customers"),
]
