"""Addresses of the pictures of the base: RFM, concentration, strategic customers."""

from django.urls import path

from lazo.web.pages import equity, segments

urlpatterns = [
    path("segmentos", segments.segments, name="segments"),
    path("segmentos/rfm.csv", segments.segments_rfm, name="segments_rfm"),
    path("segmentos/concentracion.csv", segments.segments_concentration, name="segments_concentration"),
    path("segmentos/estrategicos.csv", segments.segments_strategic, name="segments_strategic"),
    path("segmentos/capital", equity.equity, name="equity"),
    path("segmentos/capital.csv", equity.equity_file, name="equity_file"),
]
