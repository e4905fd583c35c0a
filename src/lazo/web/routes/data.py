"""Addresses of sources, imports, currencies and score runs."""

from django.urls import path

from lazo.web.pages import currencies, import_columns, imports, price_indexes, score_runs, sources

urlpatterns = [
    path("datos", sources.data, name="data"),
    path("datos/fuentes", sources.sources, name="sources"),
    path("datos/importaciones", sources.imports, name="imports"),
    path("datos/importar", imports.import_new, name="import_new"),
    path("datos/importar/<row:batch>", imports.import_detail, name="import_detail"),
    path("datos/importar/<row:batch>/columnas", import_columns.import_columns, name="import_columns"),
    path("datos/importar/<row:batch>/contenido", import_columns.import_entity, name="import_entity"),
    path("datos/importar/<row:batch>/revisar", imports.import_check, name="import_check"),
    path("datos/importar/<row:batch>/avance", imports.import_progress, name="import_progress"),
    path("datos/importar/<row:batch>/rechazadas", imports.import_rejects, name="import_rejects"),
    path("datos/importar/<row:batch>/descarte", imports.import_discard, name="import_discard"),
    path("datos/importar/<row:batch>/deshacer", imports.import_undo, name="import_undo"),
    path("datos/monedas", currencies.currencies, name="currencies"),
    path("datos/indices-de-precios", price_indexes.price_index_list, name="price_indexes"),
    path("datos/indices-de-precios/eleccion", price_indexes.price_index_choice, name="price_index_choice"),
    path("datos/calculos", score_runs.score_runs, name="score_runs"),
    path("datos/calculos/avance", score_runs.scoring_progress, name="scoring_progress"),
    path("datos/calculos/<row:run>", score_runs.score_run, name="score_run"),
]
