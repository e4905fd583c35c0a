"""Addresses of the review of identities and of the merges it made."""

from django.urls import path

from lazo.web.pages import identities, identity_runs, merges

urlpatterns = [
    path("datos/identidades", identities.identities, name="identities"),
    path("datos/identidades/uniones", merges.merges, name="merges"),
    path("datos/identidades/uniones/<row:merge>/separacion", merges.merge_separation, name="merge_separation"),
    path("datos/identidades/repasos", identity_runs.identity_runs, name="identity_runs"),
    path("datos/identidades/repasos/avance", identity_runs.identity_progress, name="identity_progress"),
    path("datos/identidades/repasos/umbrales", identity_runs.identity_thresholds, name="identity_thresholds"),
    path("datos/identidades/<row:pair>", identities.identities, name="identity"),
    path("datos/identidades/<row:pair>/decision", identities.pair_decision, name="pair_decision"),
    path("datos/identidades/<row:pair>/parecidas", identities.pair_look_alikes, name="pair_look_alikes"),
    path("datos/identidades/<row:pair>/parecidas/decision", identities.pair_decisions, name="pair_decisions"),
]
