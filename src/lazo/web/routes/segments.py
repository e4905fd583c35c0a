"""Addresses of segments: the pictures of the base, and each segment with its rules."""

from django.urls import path

from lazo.web.pages import customer_segments, equity, segment, segments

urlpatterns = [
    path("segmentos", segments.segments, name="segments"),
    path("segmentos/rfm.csv", segments.segments_rfm, name="segments_rfm"),
    path("segmentos/concentracion.csv", segments.segments_concentration, name="segments_concentration"),
    path("segmentos/estrategicos.csv", segments.segments_strategic, name="segments_strategic"),
    path("segmentos/capital", equity.equity, name="equity"),
    path("segmentos/capital.csv", equity.equity_file, name="equity_file"),
    path("segmentos/nuevo", segment.segment_new, name="segment_new"),
    path("segmentos/reglas", segment.segment_rules, name="segment_rules"),
    path("clientes/<row:customer>/segmentos", customer_segments.customer_segments, name="customer_segments"),
    path("segmentos/<row:number>", segment.segment, name="segment"),
    path("segmentos/<row:number>/versiones", segment.segment_versions, name="segment_versions"),
    path("segmentos/<row:number>/versiones/<row:version>", segment.segment_restoration, name="segment_restoration"),
    path("segmentos/<row:number>/eliminacion", segment.segment_removal, name="segment_removal"),
    path("segmentos/<row:number>/lista", segment.segment_snapshot, name="segment_snapshot"),
]
