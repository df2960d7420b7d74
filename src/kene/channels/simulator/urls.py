"""The simulator's addresses, which a node has in a demonstration only."""

from django.urls import path

from kene.channels.simulator import views

app_name = "kene_simulator"
urlpatterns = [
    path("", views.handset, name="handset"),
    path("appel", views.call, name="call"),
    path("voix/<slug:key>.wav", views.voice, name="voice"),
    path("messages", views.messages, name="messages"),
    path("faits", views.facts, name="facts"),
]
