"""Pages of how-to are done as their reader would: each command run, in order, on a node in service.

Fences say what blocks are, as in `test_tutorials`. What cannot be done here is marked with one of
the words of `LEFT`, which tells why. `sh-env` are settings, each of a variable that a node reads;
`sh ailleurs` is done on another machine, which has no node yet; `sh réponses` asks for answers,
and is left in the middle.
"""

import re
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import segno
from PIL import Image

from architecture.test_tutorials import DONE, FENCE, free_port, ran, serving, write
from architecture.tree import ROOT
from batch.crowd import crowd, edited, parquet, written
from cli.test_verify import LATER, sealed
from exchange.forms import form, octets
from kene.site.configuration import variables

KANNEL = ("kannel", "passerelles-ussd", "sms")
"""Done by `tests/node/test_kannel_page.py`, with a Kannel."""
PAGES = [
    page
    for page in sorted([*ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/tutorial/*.md")])
    if page not in DONE and page.stem not in KANNEL and FENCE.search(page.read_text())
]
LEFT = {
    "racine": "the machine's administrator does it",
    "réseau": "takes packages from the network; other tests do what it does: test_wheel, make demo",
    "compte": "needs an account at a platform",
    "autre-dossier": "asks for another case than the page's: tests/apps/api/test_cases.py has one",
}
SERVED = ("api",)
"""Pages that ask a node that answers."""
NODE = "https://kene.exemple.ml"
PASSWORD = "des mots que personne ne devine"  # noqa: S105 -- typed by the reader of a page


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with packs, a node that has published one of them, and what its reader has."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copytree(ROOT / "packs", folder / "packs")
    (folder / ".typed").write_text(f"{PASSWORD}\n")
    settings = {
        "KENE_DATA": "data/demo",
        "KENE_SECRET": "only-for-pages-" * 4,
        "KENE_USSD_TOKEN": "ussd-of-pages",
        "KENE_SMS_TOKEN": "sms-of-pages",
        "KENE_HOSTS": "127.0.0.1",
        "KENE_ADDRESS": NODE,
    }
    lines = (f"export {name}={value}\n" for name, value in settings.items())
    (folder / ".variables").write_text("".join(lines))
    typed("kene publish packs/naissance", folder)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_done_as_its_reader_would(page: Path, node: Path, tmp_path: Path) -> None:
    folder, port = tmp_path / "desk", free_port()
    shutil.copytree(node, folder)
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    GIVEN.get(page.stem, nothing)(folder)
    with ExitStack() as servers:
        if page.stem in SERVED:
            servers.enter_context(serving(kept(f"kene serve --port {port}"), folder, port))
        for kind, said, block in FENCE.findall(page.read_text()):
            commands = block.replace(NODE, f"http://127.0.0.1:{port}")
            match kind, said:
                case "sh", "reste":
                    servers.enter_context(serving(kept(on(commands, port)), folder, port))
                case "sh", "ailleurs":
                    typed(f"KENE_DATA=elsewhere\n{commands}", folder)
                case "sh", "" | "réponses":
                    typed(commands, folder, fails=bool(said))
                case "sh", _:
                    assert said in LEFT
                case "sh-env", _:
                    names = re.findall(r"^([A-Z_]+)=", block, re.MULTILINE)
                    assert names and {*names} <= {each.name for each in variables()}
                case _ if said:
                    write(folder, said, block)


def test_every_page_with_commands_is_followed() -> None:
    followed = {*PAGES, *DONE, *(ROOT / f"docs/how-to/{name}.md" for name in KANNEL)}
    shell = re.compile("^```(sh|console|bash)", re.MULTILINE)
    pages = [page for page in ROOT.glob("docs/**/*.md") if shell.search(page.read_text())]
    assert {*pages} <= followed


def test_each_word_that_leaves_a_block_undone_is_used() -> None:
    marks = {said for page in PAGES for kind, said, _ in FENCE.findall(page.read_text()) if said}
    assert marks >= LEFT.keys()


def typed(commands: str, folder: Path, *, fails: bool = False) -> str:
    """What commands print, typed after those before them: what was set then is set."""
    # Another machine's disks, and the day that the page's second copy was made.
    for name in ("/sauvegardes", "/autre-disque"):
        commands = commands.replace(name, str(folder) + name)
    return ran(kept(commands.replace("$(date +%F)", "2026-11-24")), folder, fails=fails)


def kept(commands: str) -> str:
    """Commands between what was set before and what they set."""
    return f"set -a\n. ./.variables\nexec < .typed\n{commands}\nexport -p > .variables"


def on(commands: str, port: int) -> str:
    """A server's command, on a port that is free."""
    return re.sub(r"( --port \d+)?\s*$", f" --port {port}", commands)


# -- what the reader of a page has before --------------------------------------------------------


def nothing(folder: Path) -> None:
    """What is in the folder is enough."""


def form_of_households(folder: Path) -> None:
    """The form that a ministry has."""
    survey = "type|name|label\ntext|nom|Votre nom ?\ninteger|age|Votre âge ?"
    (folder / "menage.xlsx").write_bytes(octets(form(survey)))


def births_and_a_reform(folder: Path) -> None:
    """Births, people, and a service of aid before and after a reform, published both."""
    births = "sexe;date_naissance\nfille;2026-11-01\ngarcon;2026-01-05\nfille;\n"
    (folder / "naissances.csv").write_text(births)
    duckdb.sql(f"from '{folder}/naissances.csv'").write_parquet(f"{folder}/naissances.parquet")
    parquet(crowd(200), folder / "gens.parquet")
    written(edited({}), folder / "packs/aide")
    reform = {"version: 2026.1": "version: 2027.0", "2500 * enfants": "3000 * enfants"}
    written(edited(reform), folder / "brouillons/aide")
    typed("kene publish packs/aide && kene publish --yes brouillons/aide", folder)


def signed_papers(folder: Path) -> None:
    """A document of the node's authority, and a photo of its code."""
    code = sealed(folder / "data/demo", LATER, datetime.now(UTC))
    segno.make(code).save(folder / "code.png", scale=6, border=4)
    with Image.open(folder / "code.png") as drawn:
        for name in ("photo-du-code.jpg", "acte.pdf"):
            drawn.convert("RGB").save(folder / name)


GIVEN: dict[str, Callable[[Path], None]] = {
    "cles": signed_papers,
    "premiers-pas": signed_papers,
    "importer-exporter": form_of_households,
    "une-nation": births_and_a_reform,
}
