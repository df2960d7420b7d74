"""The recordings that a pack carries: each can be played, and says something that calls say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from kene.channels.voice import script, wave
from kene.channels.voice.recordings import AUDIO, carried, keys_of, name_of, of_services
from kene.channels.voice.script import Prompt
from kene.core.problems import Problem, Where, declare, nearest
from kene.core.services import Service
from kene.core.services.checks import Places

NO_SOUND: Final = declare(
    "S281",
    fr=(
        "« {name} » ne peut pas être entendu dans un appel.",
        "Un fichier WAV de 16 bits, à 8 000 Hz au moins, de {longest} secondes au plus.",
    ),
    en=(
        "'{name}' can't be heard in a call.",
        "A WAV file of 16 bits, at 8,000 Hz or more, of {longest} seconds at most.",
    ),
)
MISPLACED: Final = declare(
    "S282",
    fr=(
        "« {name} » n'est l'enregistrement d'aucune langue du service.",
        "Mettez-le dans audio/LANGUE/, et nommez-le par ses mots : MOTS.wav. Langues : {known}.",
    ),
    en=(
        "'{name}' is the recording of no language of the service.",
        "Put it in audio/LANGUAGE/, and name it by its words: WORDS.wav. Languages: {known}.",
    ),
)
UNSAID: Final = declare(
    "S283",
    fr=(
        "« {name} » ne porte les mots d'aucun texte qui se dit : personne ne l'entendra.",
        "Nommez-le par ses mots, comme « {near}.wav » ; « kene voice --files » liste les noms.",
    ),
    en=(
        "'{name}' has the words of no text that is said: nobody will hear it.",
        "Name it by its words, as '{near}.wav'; 'kene voice --files' lists the names.",
    ),
    warning=True,
)
INCOMPLETE: Final = declare(
    "S284",
    fr=(
        "Textes de ce service à enregistrer en « {language} » : {count}, environ {seconds} s.",
        "« kene voice » les liste ; avec --files, par les noms de leurs fichiers.",
    ),
    en=(
        "Texts of this service to be recorded in '{language}': {count}, about {seconds} s.",
        "'kene voice' lists them; with --files, by the names of their files.",
    ),
    warning=True,
)


def unheard(service: Service, places: Places) -> Iterator[Problem]:
    """Files that no call could play or would, and what a language that was begun still lacks."""
    yield from unplayable(service.files, service.languages, places.file)
    for language, files in carried(service.files).items():
        if language in service.languages:
            yield from _language(service, language, files, places)


def unplayable(
    files: Mapping[str, bytes], languages: Sequence[str], place: Callable[[str], Where]
) -> Iterator[Problem]:
    """Files of `audio/` that are of no language, or no sound: of a pack, or of a shared part."""
    for path, octets in files.items():
        folder, *inside = PurePosixPath(path).parts
        if folder != AUDIO:
            continue
        if len(inside) != 2 or inside[0] not in languages or not path.endswith(".wav"):  # noqa: PLR2004
            details = {"name": path, "known": ", ".join(languages)}
            yield Problem(MISPLACED, place(path), details)
            continue
        try:
            wave.measured(octets)
        except wave.NotSound:
            details = {"name": path, "longest": f"{wave.LONGEST:.0f}"}
            yield Problem(NO_SOUND, place(path), details)


def missing(service: Service, language: str) -> tuple[Prompt, ...]:
    """What a service says in a language, and neither it nor its parts carry."""
    files = of_services([service]).get(language, {})
    own = script.of_service(service, language)
    return tuple(each for each in own if files.keys().isdisjoint(keys_of(each.text)))


def _language(
    service: Service, language: str, files: Iterable[str], places: Places
) -> Iterator[Problem]:
    own = script.of_service(service, language)
    said = {key for each in (*own, *script.of_all(language)) for key in keys_of(each.text)}
    for name in files:
        if name not in said:
            path = f"{AUDIO}/{language}/{name}.wav"
            near = nearest(name, said) or name_of(own[0].text)
            yield Problem(UNSAID, places.file(path), {"name": path, "near": near})
    left = missing(service, language)
    if left:
        seconds = f"{sum(each.seconds for each in left):.0f}"
        details = {"language": language, "count": str(len(left)), "seconds": seconds}
        yield Problem(INCOMPLETE, places.file(f"{AUDIO}/{language}"), details)
