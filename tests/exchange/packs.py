"""The packs that come with Kene, loaded."""

from pathlib import Path

from kene.catalogue.packing import read_folder
from kene.core.services import Service, load

ROOT = Path(__file__).parents[2]
PACKS = sorted(path.parent for path in ROOT.glob("packs/*/service.yaml"))


def service(folder: Path) -> Service:
    """The service of a folder."""
    return load(read_folder(folder), folder.name)


def spoken() -> list[tuple[Path, str]]:
    """Each pack with each of its languages."""
    return [(folder, language) for folder in PACKS for language in service(folder).languages]
