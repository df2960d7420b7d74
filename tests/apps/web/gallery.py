"""One example of each page, made of real screens: what is looked at, validated and measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.template.loader import render_to_string

from kene.channels.web import forms
from kene.channels.web.draw import draw
from kene.channels.web.pages import (
    Access,
    Card,
    Fact,
    Followed,
    Frame,
    Law,
    Moment,
    Paper,
    Proof,
    Receipt,
    Service,
    Shelf,
    Tongue,
    Trouble,
    Verified,
    Way,
    Why,
)
from kene.core.screens import Note, Option, Question, Screen
from kene.core.values import Setting


@dataclass(frozen=True, slots=True)
class Page:
    """A page to look at: its file name, its template, and what the template is given."""

    name: str
    template: str
    context: dict[str, Any]
    language: str = "fr"

    def html(self) -> str:
        """The page as the node would send it."""
        return render_to_string(self.template, {"frame": frame(self.language), **self.context})


def frame(language: str) -> Frame:
    """What stands around the examples."""
    names = {"fr": "Français", "bm": "Bamanankan"}
    return Frame(
        language=language,
        direction="ltr",
        tongues=tuple(Tongue(code, name, code == language) for code, name in names.items()),
        reviewed=language == "fr",
        here="vers=/",
        code="*123#",
    )


SEX = Question(
    field="sexe",
    text="L'enfant est…",
    entry="choice",
    options=(Option("fille", "une fille"), Option("garcon", "un garçon")),
    given="fille",
)
NAMES = Question(field="prenoms", text="Prénoms de l'enfant", entry="text", given="Awa", maximum=80)
BIRTH = Question(
    field="date_naissance",
    text="Date de naissance",
    entry="date",
    hint="Par exemple 15/3/2026",
    given="31/2/2026",
    note=Note("Le mois de février n'a pas de 31. Quel jour l'enfant est-il né ?", error=True),
)
REGIONS = tuple(
    Option(f"0{index}", name)
    for index, name in enumerate(
        [
            "Bamako",
            "Kayes",
            "Koulikoro",
            "Sikasso",
            "Ségou",
            "Mopti",
            "Tombouctou",
            "Gao",
            "Kidal",
            "Taoudénit",
            "Ménaka",
        ]
    )
)
PLACE = Question(field="lieu", text="Région de naissance", entry="choice", options=REGIONS)
FOUND = Question(
    field="lieu",
    text="Dans quelle commune l'enfant est-il né ?",
    entry="text",
    hint="Choisissez, ou écrivez les premières lettres.",
    given="Sanankoro",
    options=(
        Option("02-03-11", "Sanankoroba", "Kati, Koulikoro"),
        Option("04-01-02", "Sanankoro Djitoumou", "Kati, Koulikoro"),
    ),
    note=Note("Plusieurs communes ont ce nom. Laquelle ?", error=True),
)
LINK = Question(
    field="lien",
    text="Qui êtes-vous pour l'enfant ?",
    entry="choice",
    options=(
        Option("pere", "Son père"),
        Option("mere", "Sa mère"),
        Option("autre", "Une autre personne", "chef de village, sage-femme, parent…"),
    ),
)
PHONE = Question(
    field="telephone",
    text="Votre numéro de téléphone",
    entry="phone",
    hint="Il reçoit le numéro de dossier. Par exemple 76 12 34 56",
    optional=True,
)
FACTS = Question(
    field="faits",
    text="Que s'est-il passé ?",
    entry="long_text",
    hint="Le service, le jour, ce que vous attendiez.",
    maximum=600,
)
DAYS = Question(
    field="jours",
    text="Quels jours peut-on vous joindre ?",
    entry="choices",
    options=(Option("semaine", "En semaine"), Option("samedi", "Le samedi")),
    given="semaine samedi",
)

FAMILY = Question(
    field="enfants",
    text="Un autre enfant ?",
    entry="items",
    options=(
        Option("add", "Ajouter un enfant"),
        Option("done", "C'est tout, continuer"),
        Option("enfants.1", "Enfant 1", "Awa, Fille, 3 mai 2020"),
        Option("remove.1.2", "Enlever"),
        Option("enfants.2", "Enfant 2", "Moussa, Garçon, 4 juin 2022"),
        Option("remove.2.2", "Enlever"),
    ),
    note=Note("Trois enfants au plus.", error=True),
    hint="Un par un, du plus âgé au plus jeune.",
)
NEEDS = Question(
    field="besoins.1",
    text="De quelle aide a-t-il besoin ?",
    entry="choices",
    options=(Option("lire", "Lire"), Option("porter", "Porter")),
    given="lire,porter",
)
HOUR = Question(field="heure.1", text="À quelle heure ?", entry="time", given="14:30")
LIST = Screen("question", "Les enfants", questions=(FAMILY,), back=True)
SPOT = Question(
    field="parcelle",
    text="Où est la parcelle ?",
    entry="position",
    given="95, 8",
    note=Note("La latitude va de -90 à 90.", error=True),
    optional=True,
)
ITEM = Screen("question", "Enfant 1", questions=(NEEDS, HOUR, SPOT), back=True)
CHILD = Screen("question", "L'enfant", questions=(NAMES, SEX, BIRTH, PLACE), back=True, help=True)
ONE = Screen("question", "Déclarer une naissance", questions=(LINK,), back=True)
TEXTS = Screen("question", "Votre réclamation", questions=(FACTS, DAYS, PHONE), back=True)
SEARCH = Screen("question", "L'enfant", questions=(NAMES, FOUND))
MENU = Screen(
    "menu",
    "Une demande est en cours",
    body=("Vous avez commencé une déclaration de naissance mardi 24 novembre.",),
    options=(
        Option("reprendre", "La reprendre où elle en était"),
        Option("nouvelle", "En commencer une nouvelle", "La première reste gardée 30 jours."),
    ),
)
SUMMARY = Screen(
    "summary",
    "Relisez avant de confirmer",
    body=("En confirmant, vous déclarez que ces réponses sont exactes.",),
    options=(
        Option("confirm", "Confirmer et envoyer"),
        Option("prenoms", "Prénoms de l'enfant", "Awa Mariam"),
        Option("sexe", "L'enfant est", "une fille"),
        Option("date_naissance", "Date de naissance", "28 novembre 2026"),
        Option("lieu", "Lieu de naissance", "Commune III, district de Bamako"),
        Option("lien", "Qui êtes-vous pour l'enfant ?", "Sa mère"),
        Option("abandon", "Abandonner cette demande"),
    ),
    back=True,
)
END = Screen("end", "La demande est abandonnée", body=("Aucune de vos réponses n'est gardée.",))

BIRTHS = Card(
    name="naissance",
    title="Déclarer une naissance",
    summary="Faire inscrire un enfant à l'état civil et recevoir son extrait.",
    fee="gratuit",
    delay="2 jours ouvrables",
    sure=False,
)
COMPLAINT = Card(
    name="reclamation",
    title="Se plaindre d'un service public",
    summary="Dire ce qui n'a pas marché et recevoir une réponse écrite.",
    fee="gratuit",
    delay="15 jours",
    sure=True,
)
SHELVES = (
    Shelf("Famille et état civil", (BIRTHS,)),
    Shelf("Vos droits face à l'administration", (COMPLAINT,)),
)
SERVICE = Service(
    card=BIRTHS,
    authority="Centre d'état civil de la Commune III",
    needs=(
        "Le volet de déclaration remis par la maternité, ou son équivalent du village",
        "Les prénoms choisis pour l'enfant",
    ),
    laws=(
        Law(
            "Loi n° 2011-087 du 30 décembre 2011, Code des personnes et de la famille",
            "133",
        ),
    ),
    ways=(
        Way("Tout téléphone", "composez *123#"),
        Way("SMS", "envoyez NAISSANCE au 36123"),
        Way("Guichet", "au centre d'état civil le plus proche"),
    ),
    shut="",
    doubts=("Le compte du délai de 30 jours francs",),
)
RECEIPT = Receipt(
    title="Votre demande est envoyée",
    number="482 915 037",
    secret="",
    secret_sent_to="•• •• •• 56",
    next_steps=(
        "L'officier d'état civil examine votre déclaration d'ici le jeudi 26 novembre 2026.",
        "Vous recevez un SMS dès que l'acte est établi, ou s'il manque quelque chose.",
    ),
)


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 5, tzinfo=UTC)


CASE = Followed(
    number="482 915 037",
    service="Déclarer une naissance",
    lines=("Examen par l'officier d'état civil.", "Au plus tard le 26 novembre 2026."),
    asked=("Vous avez jusqu'au 24 décembre 2026.", "À compléter : Commune de naissance."),
    moments=(
        Moment(_at(24, 9), "mardi 24 novembre à 9 h 05", "Demande reçue"),
        Moment(
            _at(24, 9),
            "mardi 24 novembre à 9 h 05",
            "Délai légal vérifié",
            "Déclarée 3 jours après la naissance : dans le délai (CPF, art. 133).",
        ),
        Moment(_at(25, 8), "depuis mercredi 25 novembre", "Examen par l'officier", state="now"),
        Moment(None, "d'ici le jeudi 26 novembre 2026", "Acte établi", state="next"),
    ),
    papers=(Paper("Récépissé de déclaration", "/dossier/papier/1", "PDF, 38 ko"),),
    proofs=(
        Proof(
            "Pièce d'identité", "À montrer au guichet, ou envoyez une photo", "/dossier/piece/a/"
        ),
        Proof("Volet de la maternité", "À montrer au guichet"),
    ),
    reasons=(
        Why(
            "Délai de déclaration : déclarée dans le délai",
            (
                "La règle 1 (Code des personnes et de la famille) s'applique.",
                "Jours depuis la naissance : 3",
            ),
        ),
    ),
    open=True,
    contestable=False,
    bookable=False,
    booked=False,
)
ACCESSES = (
    Access(
        _at(25, 8),
        "25 novembre à 8 h 05",
        "A. Traoré, officier d'état civil",
        "Dossier lu",
    ),
    Access(
        _at(25, 10),
        "25 novembre à 10 h 05",
        "M. Keïta, agent d'accueil",
        "Dossier lu",
    ),
)
COLUMNS = {"when": "Quand", "who": "Qui", "what": "Quoi"}
CLAIMS = (
    Fact("Document", "Extrait d'acte de naissance"),
    Fact("Prénoms", "Awa Mariam"),
    Fact("Née le", "21 novembre 2026"),
    Fact("Délivré par", "Centre d'état civil, Commune III de Bamako"),
)


FORMS = {
    "follow": forms.Follow("fr", {"number": "482 915 037"}).drawn(secret=True),
    "phone": forms.Phone("fr", {}).drawn(),
    "code": forms.Code("fr", {}).drawn(wrong=True),
    "piece": forms.Piece("fr", "Pièce d'identité").drawn(),
    "piece-wrong": forms.Piece("fr", "Pièce d'identité").drawn(wrong=True),
    "contest": forms.Contest("fr", {}).drawn(wrong=True),
    "visit": forms.Visit("fr", {}).drawn(
        [datetime(2026, 12, day, 9, 30) for day in range(1, 9)],  # noqa: DTZ001 -- local times
        Setting("fr", "ml", date(2026, 11, 24)),
        wrong=True,
    ),
    "link": forms.link("fr"),
    "verify": forms.Verify("fr", {}).drawn(),
    "verify-unread": forms.Verify("fr", {"text": "bonjour"}).drawn(unread=True),
}


def gallery() -> Iterator[Page]:
    """Every page of the web channel, at least once."""
    yield Page("catalogue", "kene_web/catalogue.html", {"shelves": SHELVES})
    yield Page("catalogue-bm", "kene_web/catalogue.html", {"shelves": SHELVES}, "bm")
    yield Page("case-bm", "kene_web/case.html", {"case": CASE}, "bm")
    yield Page("catalogue-empty", "kene_web/catalogue.html", {"shelves": ()})
    yield Page("service", "kene_web/service.html", {"service": SERVICE})
    shut = replace(SERVICE, shut="Les demandes sont reçues du 1er octobre au 30 novembre 2026.")
    yield Page("service-shut", "kene_web/service.html", {"service": shut})
    screens = {"group": CHILD, "single": ONE, "texts": TEXTS, "search": SEARCH, "menu": MENU}
    screens |= {"list": LIST, "item": ITEM}
    for name, screen in {**screens, "summary": SUMMARY, "end": END}.items():
        drawing = draw(screen)
        yield Page(f"screen-{name}", drawing.template, {"drawing": drawing, "at": "prenoms"})
    for name, receipt in {"sms": RECEIPT, "secret": replace(RECEIPT, secret="204816")}.items():
        yield Page(f"receipt-{name}", "kene_web/receipt.html", {"receipt": receipt})
    for name, form in FORMS.items():
        yield Page(f"form-{name}", "kene_web/form.html", form)
    yield Page("withdraw", "kene_web/withdraw.html", {})
    yield Page("case", "kene_web/case.html", {"case": CASE})
    yield Page("access", "kene_web/access.html", {"accesses": ACCESSES, "columns": COLUMNS})
    yield Page("access-empty", "kene_web/access.html", {"accesses": (), "columns": COLUMNS})
    for outcome in ("valid", "altered", "unknown_key", "expired", "withdrawn"):
        facts = CLAIMS if outcome in ("valid", "expired", "withdrawn") else ()
        verdict = Verified(outcome, facts=facts)
        yield Page(f"verified-{outcome}", "kene_web/verified.html", {"verdict": verdict})
    for status in (400, 403, 404, 405, 413, 429, 500, 503):
        yield Page(f"trouble-{status}", "kene_web/trouble.html", {"trouble": Trouble(status, 5)})
