"""Runs docs/tutorial.ipynb and keeps what its cells show, small, for those who read it where nothing runs."""

from __future__ import annotations

import ast
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from pages import ROOT

PAGE = ROOT / "docs" / "tutorial.ipynb"


def outputs(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a cell; return what it shows: the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, PAGE.name, "exec"), names)
        return []
    exec(compile(ast.Module(tree.body[:-1], []), PAGE.name, "exec"), names)
    value = eval(compile(ast.Expression(last.value), PAGE.name, "eval"), names)
    data = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = str(value._repr_html_()).splitlines(keepends=True)
    return [{"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}]


def main() -> None:
    """Run all cells in an empty folder, and write the notebook anew."""
    notebook = json.loads(PAGE.read_text("utf-8"))
    names: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        here = Path.cwd()
        os.chdir(folder)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = outputs("".join(cell["source"]), names)
        os.chdir(here)
    PAGE.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
