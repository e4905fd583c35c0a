"""Addresses of what is best done today and of what can be offered."""

from django.urls import path

from lazo.web.pages import offer_people, offers, today

urlpatterns = [
    path("hoy", today.today, name="today"),
    path("hoy/decision", today.today_decision, name="today_decision"),
    path("acciones/<row:action>/respuesta", today.action_answer, name="action_answer"),
    path("clientes/<row:customer>/acciones", today.customer_actions, name="customer_actions"),
    path("ofertas", offers.offers, name="offers"),
    path("ofertas/nueva", offers.offer_new, name="offer_new"),
    path("ofertas/sin-nada", offer_people.left_alone_people, name="left_alone_people"),
    path("ofertas/<slug:key>", offers.offer, name="offer"),
    path("ofertas/<slug:key>/clientes", offer_people.offer_people, name="offer_people"),
    path("ofertas/<slug:key>/eliminacion", offers.offer_removal, name="offer_removal"),
    path("ofertas/<slug:key>/version", offers.offer_version, name="offer_version"),
]
