"""A request of the pack `proches`, which the tests of the core have, in which papers are asked."""

from datetime import time

ANSWERS = {
    "nom": "Fanta",
    "sorte": "neuve",
    "age": 40,
    "prenom.1": "Awa",
    "lien.1": "parent",
    "besoins.1": ("lire", "porter"),
    "passage.1": time(9, 30),
    "proches": 1,
    "langues": ("peul",),
}
