"""The addresses of the studio and of the calls that agents make."""

from django.urls import path

from kene.channels.voice import studio

app_name = "kene_voice"
urlpatterns = [
    path("", studio.prompts, name="prompts"),
    path("rappels/", studio.callers, name="callers"),
    path("rappels/<str:key>/", studio.caller, name="caller"),
    path("<slug:language>/<slug:key>/", studio.prompt, name="prompt"),
    path("<slug:language>/<slug:key>.wav", studio.sound, name="sound"),
]
