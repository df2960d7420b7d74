"""The good pack with every kind of action: fees, four eyes, rules alone, contest, reminders."""

from datetime import UTC, date, datetime

from core.services.broken_packs import GOOD
from kene.core.casefile import Agent, Moment
from kene.core.services import Service, load

PROCESS = """\
process:
  caisse:
    by: caissier
    within: 5 working days
    late: {to: closed, because: loi, tell: classee}
    actions:
      dispenser: {automatic: yes, when: "paid", to: examen}
      encaisser: {payment: yes, to: examen}
  examen:
    by: agent
    within: 15 days
    late: {grant: delivrer}
    actions:
      urgence:
        {automatic: yes, when: "majeur and sorte = 'perdue'", tell: prete, issue: carte, to: closed}
      delivrer: {when: "droit = 'oui'", second: chef, issue: [carte, recu], tell: prete, to: closed}
      refuser:
        when: "droit = 'non'"
        second: agent
        because: loi
        reason: yes
        tell: refusee
        to: closed
      demander: {ask: [nom, motif], reason: yes, tell: completer, to: complement}
  complement:
    by: applicant
    within: 30 days
    remind: {before: 3 days, tell: rappel}
    late: {to: closed, tell: classee}
    actions:
      completer: {to: examen}
  recours:
    by: chef
    within: 2 working days
    late: escalate
    actions:
      maintenir: {because: loi, reason: yes, tell: refusee, to: closed}
      revoir: {to: examen}
documents:
  carte: {template: documents/carte.typ, claims: [nom, age], valid: 5 years, law: loi}
  recu: {template: documents/carte.typ, claims: [nom]}
fee: {decision: tarif, exempt: "age >= 60", law: loi}
contest: {within: 30 days, before: tribunal, to: recours, law: loi}
holidays: [2026-11-26]
"""
FEES = "unique ; sorte  ; tarif : number ; law\n1 ; neuve  ; 500 ; loi\n2 ; perdue ; 1500 ; loi\n"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
AT = Moment(NOON, NOON.date())
AGENT, COLLEAGUE = Agent("awa", "agent"), Agent("bakary", "agent")
CASHIER, CHIEF = Agent("coumba", "caissier"), Agent("daouda", "chef")
ANSWERS = {"nom": "Awa", "sorte": "neuve", "age": 30}


def files() -> dict[str, bytes]:
    """The files of the pack."""
    text = GOOD["service.yaml"].decode()
    head = text[: text.index("process:")].replace(
        "  droit: decisions/droit.csv", "  droit: decisions/droit.csv\n  tarif: decisions/tarif.csv"
    )
    words = GOOD["wording/fr.yaml"].decode()
    for before, after in (
        (
            "outcomes: {oui: oui, non: non}}",
            "outcomes: {oui: oui, non: non}}, tarif: {label: Prix}",
        ),
        ("roles: {agent: Agent", "roles: {agent: Agent, caissier: Caisse, chef: Chef"),
        ("stages: {", "stages: {caisse: Caisse, recours: Recours, "),
        (
            "actions: {",
            "actions: {dispenser: Dispenser, encaisser: Encaisser, urgence: Urgence, "
            "maintenir: Maintenir, revoir: Revoir, ",
        ),
        ("documents: {carte: Carte", "documents: {carte: Carte, recu: Reçu"),
        ("messages:\n", 'messages:\n  rappel: "{number} : complétez avant le {due}."\n'),
    ):
        assert words.count(before) == 1, before
        words = words.replace(before, after)
    return {
        **GOOD,
        "service.yaml": (head + PROCESS).encode(),
        "decisions/tarif.csv": FEES.encode(),
        "wording/fr.yaml": words.encode(),
    }


def service() -> Service:
    """The service of the pack."""
    return load(files())


def later(day: date) -> Moment:
    """Noon of another day."""
    return Moment(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), day)
