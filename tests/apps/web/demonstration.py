"""The addresses of a demonstration: the node's, and the simulator's."""

from django.urls import include, path

from kene.site import urls

urlpatterns = [*urls.urlpatterns, path("simulateur/", include("kene.channels.simulator.urls"))]
