"""The layers, as the imports of every module show them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
LAYERS = (
    {"errors"},
    {"model"},
    {"config", "files", "text"},
    {"rdf"},  # labels its concepts with the metrics that kg.text knows
    {"read", "extract", "resolve", "store", "publish", "evaluate"},
    {"registry"},
    {"pipeline"},
    {"serve"},
    {"cli"},
)
LAYER = {name: level for level, names in enumerate(LAYERS) for name in names}
RDF_LIBRARIES = {"rdflib", "pyoxigraph", "pyshacl", "owlrl"}
KNOW_RDF = {"rdf", "store", "publish"}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def part(path: Path) -> str:
    """The part of the package that a module belongs to: ``read`` for kg/read/urls.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full names of all modules imported, wherever in the file."""
    package = ["kg", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            name = ".".join([*above, *filter(None, [node.module])])
            yield name
            if name == "kg":
                yield from (f"kg.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_its_own_package_and_lower_layers_only(path: Path) -> None:
    own = part(path)
    for name in imports(path):
        if not name.startswith("kg.") or name.split(".")[1] in (own, "__version__"):
            continue
        other = name.split(".")[1]
        assert LAYER[other] < LAYER[own], f"{path.relative_to(PACKAGE)} ({own}) imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_some_parts_know_certain_libraries(path: Path) -> None:
    libraries = {name.partition(".")[0] for name in imports(path)}
    assert part(path) in KNOW_RDF or not libraries & RDF_LIBRARIES
    assert part(path) == "cli" or "click" not in libraries
    assert path.name == "pyvis_graph.py" or "pyvis" not in libraries


def test_the_model_and_the_errors_need_the_standard_library_only() -> None:
    import sys

    for path in MODULES:
        if part(path) in ("model", "errors"):
            foreign = {n.partition(".")[0] for n in imports(path)} - set(sys.stdlib_module_names) - {"kg"}
            assert not foreign, f"{path}: {foreign}"


def test_the_registry_imports_nothing_that_it_can_build() -> None:
    assert {n for n in imports(PACKAGE / "registry.py") if n.startswith("kg.")} == {"kg.errors"}


def test_only_the_command_line_prints() -> None:
    for path in MODULES:
        if part(path) != "cli":
            calls = [n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
            assert "print" not in [f.id for f in calls if isinstance(f, ast.Name)], path


def test_importing_kg_costs_next_to_nothing() -> None:
    import subprocess
    import sys

    code = "import sys, kg; print(len([m for m in sys.modules if m.startswith('kg')]), 'rdflib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def test_every_public_name_is_there() -> None:
    import kg

    assert len(kg.__all__) <= 30
    assert all(getattr(kg, name) is not None for name in kg.__all__)
