"""Addresses of the first run, of home and of the joined files."""

from django.urls import path

from lazo.web.pages import asset, first_run, home

urlpatterns = [
    path("", home.home, name="home"),
    path("empezar", first_run.first_run, name="first_run"),
    path("empezar/demo", first_run.start_demo, name="start_demo"),
    path("empezar/demo/avance", first_run.demo_progress, name="demo_progress"),
    path("recursos/<str:name>", asset.asset, name="asset"),
]
