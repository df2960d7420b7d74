"""The names that the pages link to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, **details: str) -> HttpResponse:
    return HttpResponse()


pages = [
    path("", nothing, name="catalogue"),
    path("langue/<str:code>/", nothing, name="language"),
    path("services/<str:name>/", nothing, name="service"),
    path("services/<str:name>/commencer/", nothing, name="begin"),
    path("suivre/", nothing, name="follow"),
    path("reprendre/", nothing, name="resume"),
    path("verifier/", nothing, name="verify"),
    path("dossier/", nothing, name="case"),
    path("dossier/lectures/", nothing, name="access"),
]
urlpatterns = [path("", include((pages, "kene_web")))]
