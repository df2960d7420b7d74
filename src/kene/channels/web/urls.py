"""The citizens' addresses. Nothing personal is ever in them."""

from django.urls import path

from kene.channels.web import dossier, links, pieces, resume, services, talk, verify

app_name = "kene_web"
urlpatterns = [
    path("", services.shelves, name="catalogue"),
    path("langue/<slug:code>/", talk.language, name="language"),
    path("services/<slug:name>/", services.service, name="service"),
    path("services/<slug:name>/commencer/", talk.begin, name="begin"),
    path("demande/", talk.talk, name="talk"),
    path("demande/etape/<str:name>/", talk.ask, name="ask"),
    path("demande/recue/", talk.receipt, name="receipt"),
    path("demande/quitter/", talk.leave, name="leave"),
    path("suivre/", dossier.follow, name="follow"),
    path("dossier/", dossier.case, name="case"),
    path("dossier/lectures/", dossier.access, name="access"),
    path("dossier/document/<slug:name>/", dossier.document, name="document"),
    path("dossier/piece/<slug:name>/", pieces.send, name="piece"),
    path("dossier/piece/<slug:name>/<slug:digest>/", pieces.part, name="part"),
    path("dossier/completer/", dossier.complete, name="complete"),
    path("dossier/retirer/", dossier.withdraw, name="withdraw"),
    path("dossier/rendez-vous/", dossier.visit, name="visit"),
    path("dossier/rendez-vous/annuler/", dossier.unbook, name="unbook"),
    path("dossier/contester/", dossier.contest, name="contest"),
    path("dossier/fermer/", dossier.close, name="close"),
    path("reprendre/", resume.resume, name="resume"),
    path("reprendre/code/", resume.code, name="code"),
    path("lien/<str:word>/", links.follow, name="link"),
    path("verifier/", verify.verify, name="verify"),
]
