"""Addresses of the pages: Spanish, canonical in every language, the same for ever."""

from lazo.web.routes import (
    account,
    customers,
    cycle,
    data,
    gallery,
    go,
    identity,
    migration,
    models,
    party,
    portfolio,
    quality,
    record,
    records,
    relations,
    rights,
    segments,
    settings,
    start,
    strategic,
)

app_name = "web"

urlpatterns = [
    *start.urlpatterns,
    *account.urlpatterns,
    *go.urlpatterns,
    *cycle.urlpatterns,
    *models.urlpatterns,
    *customers.urlpatterns,
    *record.urlpatterns,
    *records.urlpatterns,
    *party.urlpatterns,
    *relations.urlpatterns,
    *rights.urlpatterns,
    *segments.urlpatterns,
    *strategic.urlpatterns,
    *portfolio.urlpatterns,
    *migration.urlpatterns,
    *data.urlpatterns,
    *identity.urlpatterns,
    *quality.urlpatterns,
    *settings.urlpatterns,
    *gallery.urlpatterns,
]
