"""Address of the gallery of components."""

from django.urls import path

from lazo.web.pages import gallery

urlpatterns = [path("ui", gallery.gallery, name="gallery")]
