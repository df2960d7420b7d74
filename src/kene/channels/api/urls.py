"""The API's addresses; any other below them answers with a problem too."""

from typing import cast

from django.urls import URLPattern, URLResolver, path

from kene.channels.api.door import api
from kene.channels.api.faults import View, told, unknown


def _told(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    pattern.callback = told(cast(View, pattern.callback))
    return pattern


app_name = "kene_api"
urlpatterns = [*map(_told, api.urls[0]), path("", unknown), path("<path:rest>", unknown)]
