"""The rules of the house: who imports whom, and what is said where. See docs/architecture.md."""

from __future__ import annotations

import ast
import doctest
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import networkx as nx
import pytest

from .support.places import ROOT

#: The rooms of graph/ by floor, from the ground up.
FLOORS = (("store",), ("identity",), ("loading", "status"), ("network",), ("ask", "view"), ("export",))
#: What each room may import of the house: of itself, of lower floors, and of what is below the whole of graph/.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "ontology": ("ontology", "errors"),
    "loaders": ("loaders", "ontology", "errors", "_version"),
    "graph.graph": ("graph", "loaders", "ontology", "errors"),
}
for floor, rooms in enumerate(FLOORS):
    lower = [f"graph.{room}" for below in FLOORS[:floor] for room in below]
    MAY_IMPORT |= {f"graph.{room}": (f"graph.{room}", *lower, "ontology", "errors", "_version") for room in rooms}
MOST_MODULES = 16

FILES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for pattern in (
        "*.py",
        "commands/**/*.py",
        "explorer/**/*.py",
        "graph/**/*.py",
        "loaders/**/*.py",
        "ontology/**/*.py",
    )
    for file in ROOT.glob(pattern)
}
TREES = {name: ast.parse(file.read_text("utf-8")) for name, file in FILES.items()}


def test_a_room_imports_from_lower_floors_only() -> None:
    upward = [
        f"{module} imports {other}"
        for room, allowed in MAY_IMPORT.items()
        for module in FILES
        if within(module, room)
        for other in arrows(module)
        if not within(other, *allowed)
    ]
    assert upward == []


def test_there_is_no_circle_in_the_house() -> None:
    house: nx.DiGraph[str] = nx.DiGraph((module, other) for module in FILES for other in arrows(module))
    assert [sorted(circle) for circle in nx.strongly_connected_components(house) if len(circle) > 1] == []


def test_only_commands_talk_to_the_terminal() -> None:
    others = [module for module in FILES if not within(module, "commands", "cli", "__main__")]
    assert [module for module in others if {"print", "sys.stdout"} & names(module)] == []
    assert [module for module in others if any(within(name, "click", "rich") for name in imports(module))] == []


def test_only_the_store_names_the_engine() -> None:
    """Loaders and the ontology may look something up in a store of their own; the graph's is opened in one room."""
    others = [
        module for module in FILES if within(module, "graph", "commands", "cli") and not within(module, "graph.store")
    ]
    assert [module for module in others if {"ox.Store", "pyoxigraph.Store"} & {*names(module), *imports(module)}] == []


def test_no_folder_is_crowded() -> None:
    modules = Counter(file.parent.relative_to(ROOT) for file in FILES.values() if file.name != "__init__.py")
    assert [str(folder) for folder, number in modules.items() if number > MOST_MODULES] == []


def test_a_function_says_what_it_returns_beginning_with_a_verb() -> None:
    """ "Whether it holds" is read twice, "Return whether it holds" once. Properties are named as nouns."""
    questions = ("What ", "Whether ", "Who ", "Where ", "How ", "Why ", "When ", "Which ")
    functions = [
        node
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) != "None"
    ]
    nouns = [
        node.name
        for node in functions
        if (ast.get_docstring(node) or "").startswith(questions)
        and not any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert nouns == []


# ------------------------------------------------------------------------------------------------------ what is there


@cache
def imports(module: str) -> list[str]:
    """Everything that a module imports, also late or for types only: `click.Choice`, `whoblamed.graph.store.base`."""
    return list(_imports(module))


def _imports(module: str) -> Iterator[str]:
    folder = ("whoblamed", *FILES[module].relative_to(ROOT).parts[:-1])
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) + 1 - node.level] if node.level else ()
            yield from (".".join((*above, *filter(None, [node.module, alias.name]))) for alias in node.names)


def arrows(module: str) -> set[str]:
    """The modules of ours that a module imports."""
    ours = {name.removeprefix("whoblamed.") for name in imports(module) if name.startswith("whoblamed.")}
    return ({name if name in FILES else name.rpartition(".")[0] for name in ours} & FILES.keys()) - {module}


def names(module: str) -> set[str]:
    """The names that a module uses, with what is behind their first dot."""
    nodes = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.Name | ast.Attribute)]
    return {ast.unparse(node) for node in nodes}


def within(name: str, *rooms: str) -> bool:
    """Whether a module is, or is in, one of some rooms."""
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("name", sorted(name for name, file in FILES.items() if ">>> " in file.read_text("utf-8")))
def test_examples_in_docstrings_give_what_they_say(name: str) -> None:
    result = doctest.testmod(import_module(f"whoblamed.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
