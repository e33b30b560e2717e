"""Write the casebook in every export format, read it with libraries of others, and document what arrived.

python tools/interoperability/compare.py     needs npm and the package registries; uses Graphviz and Raptor if installed

The table of docs/interoperability.md is made by it. The environments of the readers are kept in `out/interoperability`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import whoblamed
from whoblamed.graph.export.formats import FORMATS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "out" / "interoperability"
PAGE = ROOT / "docs" / "interoperability.md"
BEGIN, END = "<!-- what arrived: made by tools/interoperability/compare.py -->\n", "<!-- end -->\n"
PYTHON = (
    "rdflib==7.6.0", "pyoxigraph==0.5.13", "networkx==3.6.1", "igraph==1.0.0", "pyvis==0.3.2", "pandas==3.1.1",
    "polars==2.1.0", "duckdb==2.0.1", "stix2==3.0.2", "stix2-validator==3.2.0", "pymisp==2.5.34.4", "nanopub==2.0.1",
    "setuptools",
)  # fmt: skip
NPM = (
    "n3@2.13.12", "jsonld@9.0.0", "@comunica/query-sparql-rdfjs@5.4.1", "graphology@0.26.0", "graphology-graphml@0.5.2",
    "graphology-gexf@0.13.2", "@xmldom/xmldom@0.9.12", "gexf@0.2.6", "cytoscape@3.35.0", "cytoscape-graphml@1.0.6",
    "jsdom@24.1.3", "jquery@3.7.1",
)  # fmt: skip


def main() -> None:
    """Export, read, and put the table into the page."""
    exports = OUT / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    written = dict(export_all(exports))
    results = [*by_python(exports), *by_node(exports)]
    table = "\n".join(rows(written, results)) + "\n"
    print(table)
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(before + BEGIN + table + END + rest.partition(END)[2], "utf-8")


def export_all(folder: Path) -> Iterable[tuple[str, str]]:
    """Write the casebook in all formats; yield for each what was written."""
    graph = whoblamed.open(":memory:")
    graph.load()
    for name in FORMATS:
        with (folder / name).open("wb") as file:
            count, unit, *_ = graph.write(file, name)
        yield name, f"{count:,} {unit}"


def by_python(exports: Path) -> list[dict[str, Any]]:
    """Return what the libraries of Python read, in an environment of their own."""
    python = OUT / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(OUT / "venv")], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PYTHON], check=True)
    return lines([str(python), str(HERE / "readers.py"), str(exports)], OUT)


def by_node(exports: Path) -> list[dict[str, Any]]:
    """Return what the libraries of JavaScript read."""
    folder = OUT / "npm"
    folder.mkdir(exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *NPM], cwd=folder, check=True)
    return lines(["node", str(HERE / "readers.mjs"), str(exports)], folder)


def lines(command: list[str], folder: Path) -> list[dict[str, Any]]:
    """Return what a script prints, a value a line."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(written: dict[str, str], results: list[dict[str, Any]]) -> Iterable[str]:
    """Yield the lines of the table: each format with what was written, and what each reader found."""
    yield "| format | written | read by | arrives |"
    yield "|---|---|---|---|"
    for format_, count in written.items():
        for result in (each for each in results if each["format"] == format_):
            found = ", ".join(f"{name} {shown(value)}" for name, value in result["found"].items())
            yield f"| `{format_}` | {count} | {result['reader']} {result['version']} | {found} |"


def shown(value: object) -> str:
    """Return a value of a result for people."""
    if isinstance(value, list):
        return "+".join(value) or "none"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value).replace("|", "/")


if __name__ == "__main__":
    main()
