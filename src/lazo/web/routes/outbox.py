"""Addresses of templates, accounts of channels and the outbox; of those who leave, and of providers that tell us things."""

from django.urls import path
from django.urls.resolvers import URLPattern

from lazo.web.pages import (
    campaign_check,
    channel_accounts,
    inbound,
    kept_messages,
    message_templates,
    outbox,
    unsubscribe,
)

TEMPLATE = "campanas/plantillas/<row:template>"
ACCOUNT = "ajustes/canales/<row:account>"

urlpatterns: list[URLPattern] = [
    path("campanas/plantillas", message_templates.message_templates, name="message_templates"),
    path("campanas/plantillas/nueva", message_templates.message_template_new, name="message_template_new"),
    path("campanas/plantillas/vista", message_templates.message_template_preview, name="message_template_preview"),
    path(TEMPLATE, message_templates.message_template, name="message_template"),
    path(
        f"{TEMPLATE}/versiones/<row:number>",
        message_templates.message_template_restoration,
        name="message_template_restoration",
    ),
    path(f"{TEMPLATE}/archivo", message_templates.message_template_archive, name="message_template_archive"),
    path(f"{TEMPLATE}/prueba", message_templates.message_template_trial, name="message_template_trial"),
    path("campanas/<row:campaign>/datos", campaign_check.campaign_check, name="campaign_check"),
    path("campanas/salida", outbox.outbox_page, name="outbox"),
    path("campanas/salida/pausa", outbox.outbox_pause, name="outbox_pause"),
    path("campanas/salida/reanudacion", outbox.outbox_resumption, name="outbox_resumption"),
    path("campanas/salida/dudas", outbox.outbox_doubts, name="outbox_doubts"),
    path("campanas/salida/intentos", outbox.outbox_retry, name="outbox_retry"),
    path("campanas/salida/<row:message>/cancelacion", outbox.outbox_cancellation, name="outbox_cancellation"),
    path("ajustes/canales", channel_accounts.channel_accounts, name="channel_accounts"),
    path("ajustes/canales/nueva", channel_accounts.channel_account_new, name="channel_account_new"),
    path(ACCOUNT, channel_accounts.channel_account, name="channel_account"),
    path(f"{ACCOUNT}/prueba", channel_accounts.channel_account_trial, name="channel_account_trial"),
    path(f"{ACCOUNT}/pausa", channel_accounts.channel_account_pause, name="channel_account_pause"),
    path(f"{ACCOUNT}/reanudacion", channel_accounts.channel_account_resumption, name="channel_account_resumption"),
    path(f"{ACCOUNT}/cierre", channel_accounts.channel_account_closing, name="channel_account_closing"),
    path(f"{ACCOUNT}/plantillas", channel_accounts.channel_account_templates, name="channel_account_templates"),
    path(f"{ACCOUNT}/cartas/<str:day>", kept_messages.channel_account_letters, name="channel_account_letters"),
    path(f"{ACCOUNT}/direcciones/<str:day>", kept_messages.channel_account_addresses, name="channel_account_addresses"),
    path(f"{ACCOUNT}/archivo/<str:day>", kept_messages.channel_account_file, name="channel_account_file"),
    path("baja/<str:token>", unsubscribe.unsubscribe, name="unsubscribe"),
    path("entrantes/<str:token>", inbound.inbound, name="inbound"),
]
