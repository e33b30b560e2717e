"""One registry of commands, which help, documents and completion read; here it is compared with the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from whoblamed import commands
from whoblamed.cli import main
from whoblamed.commands.reading import network
from whoblamed.commands.reading.query import RESULT_FORMATS
from whoblamed.graph.network import rankings
from whoblamed.graph.store.answers import SOLUTIONS, TRIPLES

from ..support.places import DOCS

FOLDER = Path(commands.__file__).parent


def defined() -> dict[str, str]:
    """The functions that are made into commands in the modules of the package -> their module."""
    return {
        function.name.removesuffix("_"): ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for path in FOLDER.rglob("*.py")
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and any(
            ast.unparse(decorator).startswith(("click.command", "click.group")) for decorator in function.decorator_list
        )
    }


def test_every_command_that_is_defined_is_registered_and_no_other() -> None:
    assert defined() == commands.COMMANDS


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_a_command_is_called_by_its_name(name: str) -> None:
    command = commands.command(name)
    assert command is not None
    assert command.name == name


def test_help_lists_the_commands_in_order() -> None:
    listed = CliRunner().invoke(main, ["--help"]).stdout.partition("Commands:\n")[2]
    assert re.findall(r"^  (\w+)  ", listed, re.MULTILINE) == list(commands.COMMANDS)


def test_the_documents_have_every_command() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", page, re.MULTILINE) == list(commands.COMMANDS)
    start = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    named = " ".join(re.findall(r"^\| (`.*?) \|", start, re.MULTILINE))
    assert set(re.findall(r"`([a-z]+)", named)) == commands.COMMANDS.keys()


def test_completion_offers_every_command() -> None:
    found = ShellComplete(main, {}, "whoblamed", "_WHOBLAMED_COMPLETE").get_completions([], "")
    assert {item.value for item in found} == commands.COMMANDS.keys()


def test_an_unknown_command_gets_the_nearest() -> None:
    for wrong, right in {"sttaus": "status", "contest": "contested", "lod": "load"}.items():
        result = CliRunner().invoke(main, [wrong])
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"no such command '{wrong}'; did you mean '{right}'?" in result.stderr
    assert "did you mean" not in CliRunner().invoke(main, ["xyzzy"]).stderr


def test_the_rankings_that_can_be_asked_for_are_those_there_are() -> None:
    assert network.RANKINGS == tuple(rankings.TITLES) == tuple(rankings.SHOWN)


def test_results_can_be_asked_for_in_every_format_that_is_written() -> None:
    assert set(RESULT_FORMATS) == {"table", "md", "parquet", "arrow", *SOLUTIONS, *TRIPLES}


def test_help_waits_for_nothing_heavy() -> None:
    """It imports the modules of all commands."""
    code = (
        "import sys\nfrom whoblamed.cli import main\nmain(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stderr.split())
    assert "whoblamed.commands.sharing.view" in imported
    assert not imported & {"networkx", "rdflib", "pydantic", "yaml", "rich", "httpx", "pycountry", "logging"}


def test_the_commands_of_a_group_have_examples_and_their_help_is_in_the_documents() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    groups = {name: found for name in commands.COMMANDS if isinstance(found := commands.command(name), click.Group)}
    assert groups.keys() == {"new", "add"}
    for name, group in groups.items():
        for inner, command in group.commands.items():
            assert f"whoblamed {name} {inner}" in (command.help or "")
            assert f"### {name} {inner}\n" in page


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_every_command_has_an_example_unless_its_usage_is_one(name: str) -> None:
    command = commands.command(name)
    assert command is not None
    assert command.help
    needs_one = any(isinstance(parameter, click.Argument) for parameter in command.params) and name != "unload"
    assert not needs_one or f"whoblamed {name}" in command.help


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_help_has_no_holes_in_its_sentences(name: str) -> None:
    """As lines have that were wrapped once in the code and once in the terminal."""
    help_ = CliRunner().invoke(main, [name, "--help"]).stdout
    prose = re.sub(r"(?ms)^(Examples|Formats):.*?(?=^\S|\Z)", "", help_.partition("\n\n")[2].partition("Options:\n")[0])
    options = re.findall(r"(?m)^ {4,}(\S.*)$", help_.partition("Options:\n")[2].partition("\n\n")[0])
    for line in (*prose.splitlines(), *options):
        assert "  " not in line.strip().replace("  [", " ["), line  # click parts the default so
