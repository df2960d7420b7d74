"""The addresses of the studio and of the calls that agents make."""

from django.urls import path

from kene.channels.voice import studio, writing

app_name = "kene_voice"
urlpatterns = [
    path("", studio.prompts, name="prompts"),
    path("rappels/", studio.callers, name="callers"),
    path("rappels/<str:key>/", studio.caller, name="caller"),
    path("ecrire/", writing.requests, name="to_write"),
    path("ecrire/<slug:key>/", writing.one, name="write"),
    path("ecrire/<slug:key>/<slug:field>.son", writing.heard, name="heard"),
    path("<slug:language>/<slug:key>/", studio.prompt, name="prompt"),
    path("<slug:language>/<slug:key>.wav", studio.sound, name="sound"),
]
