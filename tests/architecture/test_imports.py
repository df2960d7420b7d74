"""What the contracts of import-linter cannot say: doors, purity and circles."""

import ast
import sys
from graphlib import TopologicalSorter

from architecture.tree import CORE, ROOT, graph, imported, modules

# Each of them reads a clock, the machine, the network or chance: for the core they are arguments.
IMPURE = {
    "asyncio", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip

# The second doors are those through which no database is reached.
DOORS = {
    "casework": {"api"},
    "catalogue": {"api", "packing"},
    "documents": {"api", "offline", "typesetting"},
    "exchange": {"api"},
    "intake": {"api"},
    "journal": {"api"},
    "observatory": {"api"},
    "payments": {"api"},
    "people": {"api"},
    "privacy": {"api"},
    "tasks": {"api"},
}


def test_the_core_stands_on_the_standard_library_and_yaml_alone():
    known = {*sys.stdlib_module_names, "yaml"}
    foreign = {
        (str(module.relative_to(CORE)), name)
        for module in modules(CORE)
        for name in imported(module)
        if name.split(".")[0] not in known and not name.startswith("kene.core")
    }
    assert not foreign


def test_the_core_imports_no_clock_no_chance_and_no_machine():
    impure = {
        (str(module.relative_to(CORE)), name)
        for module in modules(CORE)
        for name in imported(module)
        if name != "os.path" and name.split(".")[0] in IMPURE
    }
    assert not impure


def test_the_core_never_asks_what_time_it_is():
    asked = {
        (str(module.relative_to(CORE)), node.lineno)
        for module in modules(CORE)
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and ast.unparse(node.value) in {"datetime", "date", "datetime.datetime", "datetime.date"}
    }
    assert not asked


def test_an_app_is_entered_by_its_door():
    entered = {
        (importer, module)
        for importer in graph().modules
        for module in graph().find_modules_directly_imported_by(importer)
        if breaks_in(importer.split("."), module.split("."))
    }
    assert not entered


def breaks_in(importer: list[str], module: list[str]) -> bool:
    """Whether an import reaches past the door of another app; migrations may name its models."""
    if len(module) < 2 or importer[:2] == module[:2] or "migrations" in importer:
        return False
    return module[1] in DOORS and module[2:3] not in [[door] for door in DOORS[module[1]]]


def test_every_app_that_has_models_has_a_door():
    apps = {path.parent.name for path in (ROOT / "src" / "kene").glob("*/models.py")}
    assert apps <= DOORS.keys()
    assert not {app for app in apps if not (ROOT / "src" / "kene" / app / "api.py").exists()}


def test_no_import_goes_round_in_a_circle():
    imports = {
        module: graph().find_modules_directly_imported_by(module) for module in graph().modules
    }
    assert len(list(TopologicalSorter(imports).static_order())) == len(imports)
