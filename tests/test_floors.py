"""The building's floors: a part imports only what lies below it, stations never each other, nothing in circles."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnosis.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent / "diagnosis"

FLOORS = {
    "model": 0,
    "files": 1,
    "guard": 1,
    "pages": 1,
    "paper": 1,
    "definitions": 2,
    "sheets": 2,
    "engine": 2,
    "reports": 2,
    "store": 2,
    "settings": 3,
    "pipeline": 3,
    "many": 3,
    "editions": 3,
    "verification": 3,
    "carried": 3,
    "progress": 3,
    "impact": 3,
    "groups": 3,
    "peers": 3,
    "casework": 3,
    "codes": 3,
    "passwords": 3,
    "batch": 4,
    "cli": 4,
    "web": 4,
    "__main__": 5,
}
STATIONS = {part for part, floor in FLOORS.items() if floor == 2}

# Where a library may be imported: its one door.
DOORS = {
    "weasyprint": {"paper"},
    "pydyf": {"paper"},
    "fontTools": {"paper"},
    "matplotlib": {"reports"},
    "jinja2": {"pages", "sheets", "batch", "web"},  # pages and reports, a form to fill in, a batch's summary, the site
    "markupsafe": {"reports", "sheets", "web"},
    "pikepdf": {"reports", "sheets"},  # a report's attachments, and a form's fields
    "segno": {"sheets", "web"},  # the codes on forms, and that for an authenticator app
    "ruamel": {"files", "definitions"},
    "jsonschema": {"definitions"},
    "referencing": {"definitions"},
    "msgspec": {"files"},
    "isal": {"files"},
    "sqlalchemy": {"store"},
    "xlsxwriter": {"store", "sheets", "batch", "pages"},
    "openpyxl": {"sheets"},
    "defusedxml": {"sheets"},
    "python_calamine": {"sheets"},
    "pyarrow": {"store"},
    "alembic": {"store"},
    "numpy": {"engine"},
    "fsspec": {"batch"},
    "distributed": {"batch"},
    "highspy": {"engine"},
    "typer": {"cli"},
    "watchfiles": {"cli"},
    "rich": {"cli"},
    "platformdirs": {"settings"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "anyio": {"web"},
    "cryptography": {"web"},
    "authlib": {"web"},
    "joserfc": {"web"},
    "argon2": {"passwords"},
    "zxcvbn": {"passwords"},
    "httpx": {"web"},
}
STANDARD_ONLY = {"model", "sheets"}
LIBRARY_FORMATS = (
    "diagnosis.sheets.pdf_form",
    "diagnosis.sheets.xlsx",
)  # import their libraries when they are used, not before
OUTSIDE = {"pathlib", "os", "io", "time", "random", "subprocess", "socket", "urllib", "json", "tempfile", "locale"}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(path: Path, *, lazy: bool = True) -> Iterator[str]:
    """What a module imports; without `lazy` only what is imported when it is itself imported."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree) if lazy else eager_nodes(tree):
        match node:
            case ast.Import():
                yield from (name.name for name in node.names)
            case ast.ImportFrom(level=0, module=str(module)):
                yield module
                yield from (f"{module}.{name.name}" for name in node.names)
            case ast.ImportFrom():
                pytest.fail(f"{path}:{node.lineno}: write the whole name of the module")


def eager_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs at import: not the insides of functions, not what only a type checker sees."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from eager_nodes(child)


def part_of(module: str) -> str:
    """The part of the package a module belongs to; empty for the package itself."""
    return module.removeprefix("diagnosis").strip(".").partition(".")[0]


def test_every_part_stands_on_a_floor() -> None:
    parts = {part_of(name) for name in modules()} - {""}
    assert parts == set(FLOORS)


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_from_below(module: str) -> None:
    part = part_of(module)
    for name in imports_of(modules()[module]):
        other = part_of(name)
        if not name.startswith("diagnosis.") or other in ("", part, "__version__"):
            continue
        assert FLOORS[other] <= FLOORS[part], f"{module} imports {name}, which lies above it"
        assert not {part, other} <= STATIONS, f"{module} imports {name}, another station"


def test_the_road_is_straight() -> None:
    known = modules()
    assert not any("diagnosis.pipeline" in imports_of(known[name]) for name in ("diagnosis.settings",))
    assert not any("diagnosis.verification" in imports_of(known[name]) for name in ("diagnosis.pipeline",))


def test_imports_make_no_circle() -> None:
    known = modules()
    graph = {name: (set(imports_of(path, lazy=False)) & known.keys()) - {name} for name, path in known.items()}
    while leaves := {name for name, below in graph.items() if not below & graph.keys()}:
        graph = {name: below for name, below in graph.items() if name not in leaves}
    assert not graph, f"these import each other: {sorted(graph)}"


@pytest.mark.parametrize("module", modules())
def test_each_library_has_one_door(module: str) -> None:
    for name in imports_of(modules()[module]):
        library = name.partition(".")[0]
        assert part_of(module) in DOORS.get(library, {part_of(module)}), f"{module} imports {library}"


def needs_no_library(module: str) -> bool:
    """Vocabulary and sheets, but for the packages of formats that only a library can read or write."""
    return part_of(module) in STANDARD_ONLY and not module.startswith(LIBRARY_FORMATS)


@pytest.mark.parametrize("module", [name for name in modules() if needs_no_library(name)])
def test_the_vocabulary_and_the_sheets_need_no_library(module: str) -> None:
    libraries = {name.partition(".")[0] for name in imports_of(modules()[module])} - {"diagnosis"}
    assert not libraries & DOORS.keys()


@pytest.mark.parametrize("module", [name for name in modules() if part_of(name) == "engine"])
def test_the_engine_knows_no_file_and_no_clock(module: str) -> None:
    libraries = {name.partition(".")[0] for name in imports_of(modules()[module])}
    assert not libraries & OUTSIDE
    text = modules()[module].read_text("utf-8")
    assert "date.today" not in text
    assert "datetime.now" not in text


def test_starting_loads_nothing_heavy() -> None:
    """What the command line and each command's module import before a command runs: neither numbers nor pages."""
    known = modules()
    seen: set[str] = set()
    waiting = ["diagnosis.cli.app", *(f"diagnosis.cli.{command.module}" for command in COMMANDS)]
    while waiting:
        name = waiting.pop()
        packages = {name.rpartition(".")[0], name} & known.keys()
        for other in packages - seen:
            seen.add(other)
            waiting += imports_of(known[other], lazy=False)
    loaded = {name.partition(".")[0] for module in seen for name in imports_of(known[module], lazy=False)}
    heavy = {
        "sqlalchemy",
        "alembic",
        "numpy",
        "highspy",
        "weasyprint",
        "matplotlib",
        "jinja2",
        "pikepdf",
        "jsonschema",
        "referencing",
        "rich",
        "watchfiles",
        "starlette",
        "uvicorn",
        "cryptography",
    }
    assert not loaded & heavy
