"""Addresses of the workbench of models and of the tables they learn from."""

from django.urls import path

from lazo.web.pages import contract_model, label_tables, models, value_model

urlpatterns = [
    path("datos/modelos", models.models, name="models"),
    path("datos/modelos/de-compras", models.model_from_purchases, name="model_from_purchases"),
    path("datos/modelos/tablas", label_tables.label_table_new, name="label_table_new"),
    path("datos/modelos/tablas/<row:table>", label_tables.label_table, name="label_table"),
    path("datos/modelos/tablas/<row:table>/modelo", label_tables.label_table_model, name="label_table_model"),
    path("datos/modelos/tablas/<row:table>/descarte", label_tables.label_table_removal, name="label_table_removal"),
    path("datos/modelos/contratos", contract_model.contract_model, name="contract_model"),
    path("datos/modelos/valor", value_model.value_model, name="value_model"),
    path("datos/modelos/valor/ajuste", value_model.value_training, name="value_training"),
    path("datos/modelos/<row:model>", models.model, name="model"),
    path("datos/modelos/<row:model>/avance", models.model_progress, name="model_progress"),
    path("datos/modelos/<row:model>/versiones", models.model_training, name="model_training"),
    path("datos/modelos/<row:model>/aplicacion", models.model_application, name="model_application"),
    path("datos/modelos/<slug:model>/fijada", models.model_pin, name="model_pin"),
    path("datos/modelos/<slug:model>/suelta", models.model_release, name="model_release"),
    path("datos/modelos/<slug:model>/anterior", models.model_rollback, name="model_rollback"),
]
