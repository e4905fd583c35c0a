"""Addresses of the pages: Spanish, canonical in every language, the same for ever."""

from django.urls import path

from lazo.web.pages import (
    asset,
    currencies,
    customers,
    cycle,
    first_run,
    home,
    households,
    import_columns,
    imports,
    party_edit,
    relations,
    score_runs,
    sign_in,
    sources,
    theme,
)

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("entrar", sign_in.sign_in, name="sign_in"),
    path("salir", sign_in.sign_out, name="sign_out"),
    path("empezar", first_run.first_run, name="first_run"),
    path("empezar/demo", first_run.start_demo, name="start_demo"),
    path("empezar/demo/avance", first_run.demo_progress, name="demo_progress"),
    path("ciclo", cycle.cycle, name="cycle"),
    path("ciclo/numeros.csv", cycle.cycle_numbers, name="cycle_numbers"),
    path("ciclo/movimientos.csv", cycle.cycle_movements, name="cycle_movements"),
    path("clientes", customers.customers, name="customers"),
    path("clientes/<int:customer>", customers.customer, name="customer"),
    path("clientes/<int:customer>/editar", party_edit.party_edit, name="party_edit"),
    path("clientes/<int:customer>/hogar", households.household, name="household"),
    path("clientes/<int:customer>/relaciones", relations.relations, name="relations"),
    path("clientes/<int:customer>/relaciones/<int:relation>/fin", relations.relation_end, name="relation_end"),
    path(
        "clientes/<int:customer>/relaciones/<int:relation>/fin/deshacer",
        relations.relation_end_undo,
        name="relation_end_undo",
    ),
    path("datos", sources.data, name="data"),
    path("datos/fuentes", sources.sources, name="sources"),
    path("datos/importaciones", sources.imports, name="imports"),
    path("datos/importar", imports.import_new, name="import_new"),
    path("datos/importar/<int:batch>", imports.import_detail, name="import_detail"),
    path("datos/importar/<int:batch>/columnas", import_columns.import_columns, name="import_columns"),
    path("datos/importar/<int:batch>/contenido", import_columns.import_entity, name="import_entity"),
    path("datos/importar/<int:batch>/revisar", imports.import_check, name="import_check"),
    path("datos/importar/<int:batch>/avance", imports.import_progress, name="import_progress"),
    path("datos/importar/<int:batch>/rechazadas", imports.import_rejects, name="import_rejects"),
    path("datos/importar/<int:batch>/descarte", imports.import_discard, name="import_discard"),
    path("datos/importar/<int:batch>/deshacer", imports.import_undo, name="import_undo"),
    path("datos/monedas", currencies.currencies, name="currencies"),
    path("datos/calculos", score_runs.score_runs, name="score_runs"),
    path("datos/calculos/avance", score_runs.scoring_progress, name="scoring_progress"),
    path("datos/calculos/<int:run>", score_runs.score_run, name="score_run"),
    path("tema", theme.theme, name="theme"),
    path("recursos/<str:name>", asset.asset, name="asset"),
]
