"""The addresses of agents' pages. A case's number is no personal value; nothing else is in them."""

from django.urls import include, path, register_converter
from django.views.decorators.cache import never_cache

from kene.backoffice import calls, entry, node, versions, views, worklist
from kene.backoffice.sealing import sealed


class NumberConverter:
    """A case's number: nine digits."""

    regex = "[0-9]{9}"

    def to_python(self, value: str) -> str:
        """The number."""
        return value

    def to_url(self, value: str) -> str:
        """The number."""
        return value


register_converter(NumberConverter, "number")

_pages = [
    path("", sealed(worklist.worklist), name="worklist"),
    path("dossiers/<number:number>/", sealed(views.case), name="case"),
    path("dossiers/<number:number>/<slug:action>/", sealed(views.act), name="act"),
    path(
        "dossiers/<number:number>/documents/<slug:name>.pdf",
        never_cache(views.document),
        name="document",
    ),
    path(
        "dossiers/<number:number>/pieces/<slug:name>/vue/",
        sealed(views.checked),
        name="checked",
    ),
    path(
        "dossiers/<number:number>/pieces/<int:piece>.jpg",
        never_cache(views.picture),
        name="picture",
    ),
    path("appels/<slug:name>/", sealed(calls.call), name="call"),
    path("noeud/", sealed(node.node), name="node"),
    path("noeud/services/<slug:name>/", sealed(versions.versions), name="versions"),
    path("noeud/journal/", sealed(node.verify), name="verify"),
    path("noeud/taches/", sealed(node.retry), name="retry"),
    path("noeud/messages/", sealed(node.message), name="message"),
]

urlpatterns = [
    path("agents/", include(entry.urlpatterns)),
    path("agents/", include((_pages, "kene_backoffice"))),
]
