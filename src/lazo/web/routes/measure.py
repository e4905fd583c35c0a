"""Addresses of experiments and of the money of the cycle."""

from django.urls import path

from lazo.web.pages import experiment_import, experiment_uplift, experiments, money

urlpatterns = [
    path("experimentos", experiments.experiment_list, name="experiments"),
    path("experimentos/importar", experiment_import.experiment_import, name="experiment_import"),
    path("experimentos/<row:experiment>", experiments.experiment, name="experiment"),
    path("experimentos/<row:experiment>/retorno", experiments.experiment_return, name="experiment_return"),
    path("experimentos/<row:experiment>/a-quien", experiment_uplift.experiment_uplift, name="experiment_uplift"),
    path(
        "experimentos/<row:experiment>/a-quien/avance",
        experiment_uplift.experiment_uplift_progress,
        name="experiment_uplift_progress",
    ),
    path(
        "experimentos/<row:experiment>/a-quien/estudio",
        experiment_uplift.experiment_uplift_study,
        name="experiment_uplift_study",
    ),
    path(
        "experimentos/<row:experiment>/a-quien/<row:arm>/segmento",
        experiment_uplift.experiment_uplift_segment,
        name="experiment_uplift_segment",
    ),
    path("dinero", money.money, name="money"),
    path("dinero/asientos.csv", money.money_entries, name="money_entries"),
    path("dinero/informe.pdf", money.money_report, name="money_report"),
    path("dinero/archivo", money.money_file, name="money_file"),
    path("dinero/mezcla", money.money_target, name="money_target"),
    path("dinero/<row:entry>/anulacion", money.money_taking_back, name="money_taking_back"),
]
