"""Addresses of campaigns."""

from django.urls import path

from lazo.web.pages import campaign, campaign_course, campaign_new, campaigns

ONE = "campanas/<row:campaign>"

urlpatterns = [
    path("campanas", campaigns.campaigns, name="campaigns"),
    path("campanas/calendario", campaigns.campaign_calendar, name="campaign_calendar"),
    path("campanas/nueva", campaign_new.campaign_new, name="campaign_new"),
    path("campanas/cifras", campaign_new.campaign_numbers, name="campaign_numbers"),
    path(ONE, campaign.campaign, name="campaign"),
    path(f"{ONE}/edicion", campaign_new.campaign_edit, name="campaign_edit"),
    path(f"{ONE}/personas", campaign.campaign_people, name="campaign_people"),
    path(f"{ONE}/resultados", campaign.campaign_results, name="campaign_results"),
    path(f"{ONE}/cambios", campaign.campaign_changes, name="campaign_changes"),
    path(f"{ONE}/solicitud", campaign_course.campaign_request, name="campaign_request"),
    path(f"{ONE}/aprobacion", campaign_course.campaign_approval, name="campaign_approval"),
    path(f"{ONE}/lanzamiento", campaign_course.campaign_launch, name="campaign_launch"),
    path(f"{ONE}/borrador", campaign_course.campaign_withdrawal, name="campaign_withdrawal"),
    path(f"{ONE}/pausa", campaign_course.campaign_pause, name="campaign_pause"),
    path(f"{ONE}/reanudacion", campaign_course.campaign_resumption, name="campaign_resumption"),
    path(f"{ONE}/fin", campaign_course.campaign_end, name="campaign_end"),
    path(f"{ONE}/preparacion", campaign_course.campaign_wave, name="campaign_wave"),
    path(f"{ONE}/copia", campaign_course.campaign_copy, name="campaign_copy"),
    path(f"{ONE}/eliminacion", campaign_course.campaign_removal, name="campaign_removal"),
]
