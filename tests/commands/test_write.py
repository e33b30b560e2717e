"""Beginning fact files, adding to them and changing them on the command line."""

from __future__ import annotations

import doctest
import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from whoblamed.cli import main
from whoblamed.commands.recording import edit
from whoblamed.loaders.facts.writing import saving
from whoblamed.loaders.facts.writing.document import FactDocument

from ..support.cases import ACTORS, SOURCES, blame, case, written

FILLED = {
    "title": "The outage",
    "name": "Somebody",
    "kind": "other",
    "from": "2031-04-02",
    "published": "unknown",
    "url": '"https://daily.example/1"',
    "on": "unknown",
    "summary": "It says so.",
}
DENIAL = ("--act", "denial", "--by", "tide", "--responds-to", "blame", "--source", "story")

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the commands are called; nothing of the user's is touched."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(saving, "folder", lambda: tmp_path / "kept")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on a graph of its own; `answers` are lines of standard input."""

    def call(*arguments: str, answers: str = "", **env: str) -> Result:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), *arguments], input=answers, env=env)

    return call


def said(result: Result) -> str:
    """What went well printed."""
    assert result.exit_code == 0, result.output
    return result.output


def refused(result: Result, code: int = 1) -> str:
    """The one line that says why nothing was done."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.stderr.strip().splitlines()[-1]


# ----------------------------------------------------------------------------------------------------------------- new


def test_a_new_file_is_in_order_once_its_blanks_are_filled(run: Run, here: Path) -> None:
    assert "wrote harbour.yaml: 14 blanks to fill in" in said(run("new", "case", "harbour"))
    path = here / "harbour.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    told = run("check", "harbour.yaml").stderr.splitlines()
    assert all("has no value; give it one, or delete it" in line for line in told)
    for number in (int(line.split(":")[1]) - 1 for line in told):
        key = lines[number].partition(":")[0]
        value = "group" if key.strip() == "kind" and number < lines.index("incidents:") else FILLED[key.strip()]
        lines[number] = lines[number].replace(":", f": {value}", 1)
    text = "\n".join(lines) + "\n"
    path.write_text(text, encoding="utf-8")
    assert "1 file is in order" in said(run("check", "harbour.yaml"))
    with_answer = re.sub(r"(?m)^  # (- id|  \w+): ", r"  \1: ", text)
    path.write_text(with_answer, encoding="utf-8")
    assert "2 claims" in said(run("load", "harbour.yaml"))


def test_a_file_that_is_there_is_never_written_over(run: Run, here: Path) -> None:
    (here / "harbour.yaml").write_text("mine", encoding="utf-8")
    assert refused(run("new", "case", "harbour")) == "harbour.yaml: there is such a file already; choose another name"
    assert (here / "harbour.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Harbour 2031",), '"Harbour 2031" is not a slug such as sony-2014; write small letters, digits and single'),
        (("a: b",), '"a: b" is not a slug'),
        (("harbour", "-o", "nowhere/x.yaml"), "nowhere/x.yaml: it cannot be written: No such file or directory"),
        (("harbour", "-o", "."), ".: it is a folder; name a file in it"),
    ],
)
def test_what_cannot_be_begun_is_told(run: Run, here: Path, arguments: tuple[str, ...], message: str) -> None:
    assert refused(run("new", "case", *arguments)).startswith(message)
    assert list(here.iterdir()) == []


# ----------------------------------------------------------------------------------------------------------------- add


def test_a_claim_is_added_by_options_shown_and_loaded(run: Run, here: Path) -> None:
    written(here, case(blame()))
    told = said(run("add", "claim", *DENIAL, "--quote", "not us, never", "--set", "at.paragraph=3", "--load"))
    assert "+- id: tide-denial\n+  act: denial\n+  by: tide\n" in told
    assert '+  at: {paragraph: 3}\n+  quote: "not us, never"\n' in told
    assert "2 claims of 1 data set" in told
    assert "harbour/tide-denial" in said(run("list", "claims"))


def test_a_dry_run_shows_and_writes_nothing(run: Run, here: Path) -> None:
    path = written(here, case(blame()))
    before = path.read_bytes()
    assert said(run("add", "claim", *DENIAL, "-n")).endswith("nothing was written\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--by", "tied"), 'harbour.yaml: no actor "tied" in this file; did you mean "tide"?'),
        (("--on", "2031-02-30"), "harbour.yaml: there is no date 2031-02-30"),
        (("--set", "acused=tide"), 'harbour.yaml: unknown key "acused"; did you mean "accused"?'),
        (("--id", "blame"), 'harbour.yaml: "blame" cannot refer to itself'),
        (("--set", "summary"), "'summary' gives no field a value; write FIELD=VALUE, such as on=2031-04-02"),
        (("--set", "at=x", "--set", "at.end=3"), '"at" is given both a value and a field; give one of them'),
        (("--quote", "x " * 30), "harbour.yaml: the quotation has 30 words, and at most 25 may be quoted"),
        (("--quote", "\x07"), "harbour.yaml:"),
    ],
)
def test_what_is_wrong_is_told_as_check_tells_it(run: Run, here: Path, options: tuple[str, ...], message: str) -> None:
    path = written(here, case(blame()))
    before = path.read_bytes()
    assert refused(run("add", "claim", *DENIAL, *options)).startswith(message)
    assert path.read_bytes() == before


def test_the_file_may_be_left_out_where_there_is_one(run: Run, here: Path) -> None:
    assert "there is none here; begin with whoblamed new" in refused(run("add", "claim", *DENIAL), 2)
    written(here, case(blame()))
    (here / "actors.yaml").write_text("actors:\n  x: {name: X, kind: group}\n", encoding="utf-8")
    (here / "mine.yaml").write_text("mapping: x\n", encoding="utf-8")
    assert "wrote harbour.yaml" in said(run("add", "claim", *DENIAL))
    written(here, case(name="quay"))
    assert "these are several: harbour.yaml, quay.yaml" in refused(run("add", "claim", *DENIAL), 2)


@pytest.mark.parametrize(
    ("section", "sets"),
    [
        ("actor", ("name=Voice", "kind=persona", "speaks_for=tide", "aliases=V")),
        ("incident", ("name.en=Leak", "kind=leak", "victims=port,lab", "from=2031")),
        ("source", ("title=Page", "publisher=port", "relies_on.on=story", "relies_on.mode=quotes")),
        ("evidence", ("summary=Log files", "held_by=port", "disclosed=false")),
    ],
)
def test_what_claims_are_about_is_added_by_options(run: Run, here: Path, section: str, sets: tuple[str, ...]) -> None:
    path = written(here, case(blame()))
    given = [part for each in sets for part in ("--set", each)]
    assert "wrote harbour.yaml" in said(run("add", section, "harbour.yaml", "new-one", *given))
    assert "1 file is in order" in said(run("check", "harbour.yaml"))
    assert "new-one" in path.read_text(encoding="utf-8")
    again = refused(run("add", section, "harbour.yaml", "new-one", *given))
    assert '"new-one" is already there' in again


def test_faults_elsewhere_hinder_nobody(run: Run, here: Path) -> None:
    written(here, case(blame(), blame("wrong", by="nobody")))
    told = run("add", "claim", *DENIAL)
    assert "wrote harbour.yaml" in said(told)
    assert "1 problem from before left in it; see whoblamed check harbour.yaml" in told.stderr


# ------------------------------------------------------------------------------------------------------------- asked


def lines(answers: str) -> str:
    """Answers as lines; `-` is an empty one."""
    return "".join("\n" if answer == "-" else f"{answer}\n" for answer in answers.split())


def test_answers_name_things_as_people_call_them(run: Run, here: Path) -> None:
    written(here, case(blame()))
    given = lines("port_blames_tide challenge QUAY_LAB - blame 2031-04-03 - - - - - - y").replace("_", " ")
    told = said(run("add", "claim", answers=given))
    assert "+  by: lab\n" in told
    assert "+  challenges: blame\n" in told
    assert "+  source: story\n" in told


def test_a_name_that_several_bear_is_asked_again(run: Run, here: Path) -> None:
    written(here, case(blame(), actors={**ACTORS, "tide-2": {"name": "RED TIDE", "kind": "persona"}}))
    given = lines("story report red_tide tide-2 - - - - - unknown - - - - - - y").replace("_", " ")
    result = run("add", "claim", answers=given)
    assert '"red tide" may be tide or tide-2; give the key' in result.stderr
    assert "+  by: tide-2\n" in said(result)


def test_an_actor_of_the_graph_comes_with_its_kind(run: Run, here: Path) -> None:
    states = {**ACTORS, "b": {"name": "Borduria", "kind": "state"}}
    said(run("load", str(written(here, case(blame(), actors=states, name="other"), "other.txt"))))
    written(here, case(blame()))
    result = run(
        "add", "claim", answers=lines("story attribution port - Borduria y - outage - - 2031-04-03 - - - - - - y")
    )
    assert 'there is no actor "Borduria" in the file; add it (state, as in the graph)?' in result.stderr
    assert "borduria: {name: Borduria, kind: state}" in said(result)


def test_a_wrong_answer_is_told_at_once_and_asked_again(run: Run, here: Path) -> None:
    written(here, case(blame()))
    given = "story attribution tide - tide port outage - - 2031-04-31 2031-04-03 - first - - - - - n"
    result = run("add", "claim", answers=lines(given))
    told = result.stderr.splitlines()
    wrong = told.index('"tide" is the accused "tide" or speaks for it; use act: responsibility')
    assert told[wrong - 1] == told[wrong + 1] == "Who is it about?"
    assert "there is no date 2031-04-31" in told
    assert any("is not a whole number from 1" in line for line in told)
    assert said(result).endswith("nothing was written\n")


def test_without_an_answer_nothing_is_written(run: Run, here: Path) -> None:
    path = written(here, case(blame()))
    before = path.read_bytes()
    assert refused(run("add", "claim", answers="story\nreport\nport\n")) == "Aborted!"
    assert path.read_bytes() == before


# ---------------------------------------------------------------------------------------------------------------- edit


def test_a_claim_is_found_by_its_key_in_the_file_it_was_loaded_from(run: Run, here: Path) -> None:
    path = written(here, case(blame(), blame("other")))
    said(run("load", "harbour.yaml"))
    path.write_text("# mine\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("edit", "harbour/other", "--set", "summary.en=It says so.", "--set", "role=ordered", "--unset", "on")
    assert "harbour.yaml was changed since it was loaded on 20" in result.stderr
    assert "+  summary: {en: It says so.}" in said(result)
    entries = FactDocument.open(path).entries("claims")
    assert entries["blame"]["on"] == "2031-04-03"
    assert entries["other"] == {
        **{key: value for key, value in entries["blame"].items() if key != "on"},
        "id": "other",
        "role": "ordered",
        "summary": {"en": "It says so."},
    }
    assert path.read_text(encoding="utf-8").startswith("# mine\n")


def test_what_would_be_wrong_is_not_written(run: Run, here: Path) -> None:
    path = written(here, case(blame()))
    said(run("load", "harbour.yaml"))
    before = path.read_bytes()
    assert 'no actor "nobody" in this file' in refused(run("edit", "blame", "--set", "by=nobody"))
    assert path.read_bytes() == before
    assert said(run("edit", "blame", "--set", "by=port")) == "harbour.yaml is as it was\n"


def test_fields_in_fields_are_changed(run: Run, here: Path) -> None:
    path = written(here, case(blame(), sources={**SOURCES, "wire": {"title": "Wire", "published": "2031-04-03"}}))
    said(run("load", "harbour.yaml"))
    sets = ("at.paragraph=3", "at.section=A", "relies_on.on=wire", "relies_on.mode=cites", "source=story,wire")
    result = run("edit", "blame", *(part for each in sets[:4] for part in ("--set", each)))
    assert refused(result) == 'harbour.yaml: "relies_on" of "blame" is no map; set it as a whole'
    said(run("edit", "blame", *(part for each in (*sets[:3], "at.source=story", sets[4]) for part in ("--set", each))))
    entry = FactDocument.open(path).entries("claims")["blame"]
    assert entry["at"] == {"source": "story", "section": "A", "paragraph": "3"}
    assert (entry["relies_on"], entry["source"]) == ([{"on": "wire"}], ["story", "wire"])


def test_where_a_claim_cannot_be_changed_is_told(run: Run, here: Path, tmp_path: Path) -> None:
    path = written(here, case(blame()))
    said(run("load", "harbour.yaml"))
    path.rename(here / "moved.yaml")
    assert "is not there any more; say where it is with --file FILE" in refused(
        run("edit", "blame", "--set", "on=2031")
    )
    assert "wrote moved.yaml" in said(run("edit", "blame", "--file", "moved.yaml", "--set", "on=2031"))
    assert "no claim 'nobody' in the graph" in refused(run("edit", "nobody", "--set", "on=2031"))
    nobody = refused(run("edit", "nobody", "--file", "moved.yaml", "--set", "on=2031"))
    assert nobody == 'moved.yaml: there is no claim "nobody" in it'
    said(run("export", "-o", str(tmp_path / "all.trig")))
    said(run("unload", "harbour"))
    said(run("load", str(tmp_path / "all.trig")))
    message = refused(run("edit", "harbour/blame", "--set", "on=2031"))
    assert "harbour is no fact file (rdf); change it where it comes from, and load it again" in message


def test_what_ships_is_changed_in_a_copy(run: Run) -> None:
    said(run("load"))
    message = refused(run("edit", "sony-2014", "--set", "on=2031"))
    assert "sony-2014 ships with whoblamed; copy " in message
    assert message.endswith("sony-2014.yaml to a file of your own, and say where it is with --file MY-sony-2014.yaml")


def test_a_case_without_claims_is_told_so_when_it_is_loaded(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "quay.yaml"
    said(run("new", "case", "quay", "--empty", "-o", str(file)))
    loaded = run("load", str(file))
    assert (loaded.exit_code, "new        quay: nothing" in loaded.stdout) == (0, True)
    assert "quay has no claims yet; put some into quay.yaml, and load it again" in loaded.stderr
    assert "quay" in run("datasets").stdout


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """An editor that writes down what it was called with, and changes April 3rd to what `$TO` says."""
    script = tmp_path / "vim"
    script.write_text(
        f"#!{sys.executable}\nimport os, pathlib, sys\n"
        "pathlib.Path(os.environ['CALLED']).write_text(' '.join(sys.argv[1:]))\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "path.write_text(path.read_text().replace('2031-04-03', os.environ['TO']))\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


@pytest.mark.skipif(os.name != "posix", reason="a script is the editor")
def test_the_editor_opens_where_the_claim_stands(run: Run, here: Path, tmp_path: Path, editor: str) -> None:
    path = written(here, case(blame(), blame("other")))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "id: other" in text)
    said(run("load", "harbour.yaml"))
    settings = {"VISUAL": editor, "CALLED": str(tmp_path / "called")}
    told = said(run("edit", "harbour/other", **settings, TO="2031-04-01"))
    assert (tmp_path / "called").read_text() == f"+{line} harbour.yaml"
    assert "+  'on': '2031-04-01'" in told
    assert "as it was" in said(run("edit", "harbour/other", **settings, TO="2031-04-05"))
    assert "is as it was before" in said(run("undo", "harbour.yaml"))
    failed = run("edit", "harbour", **settings, TO="2031-04-31")
    assert refused(failed) == "whoblamed undo harbour.yaml brings back what it was"
    assert "there is no date 2031-04-31" in failed.stderr
    assert "is as it was before" in said(run("undo", "harbour.yaml"))
    assert "2031-04-03" in path.read_text()


@pytest.mark.skipif(os.name != "posix", reason="a script is the editor")
def test_a_broken_file_is_opened_where_it_is_broken(run: Run, here: Path, tmp_path: Path, editor: str) -> None:
    path = written(here, case(blame()))
    said(run("load", "harbour.yaml"))
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace("source: story", "source: &x story"), encoding="utf-8")
    line = next(number for number, text in enumerate(sound.splitlines(), 1) if "source: story" in text)
    assert "anchors" in refused(run("edit", "blame", "--set", "on=2031"))
    called = tmp_path / "called"
    refused(run("edit", "blame", VISUAL=editor, CALLED=str(called), TO="2031-04-04"))
    assert called.read_text() == f"+{line} harbour.yaml"


def test_what_was_loaded_from_an_archive_is_no_file(run: Run, here: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "cases.zip", "w") as archive:
        archive.write(written(here, case(blame())), "harbour.yaml")
    said(run("load", str(tmp_path / "cases.zip")))
    message = refused(run("edit", "blame", "--set", "on=2031"))
    assert re.search(r"harbour: it was loaded from .*cases\.zip!harbour\.yaml; say where it is with --file", message)


def test_editors_are_told_the_line_in_their_own_way() -> None:
    assert not doctest.testmod(edit, extraglobs={"Path": Path}).failed
    path = Path("my case.yaml")
    assert edit.opened_at("code --wait", path, 3) == ["--goto", "my case.yaml:3"]
    assert edit.opened_at("/usr/bin/nano", path, 3) == ["+3", "my case.yaml"]
    assert edit.opened_at("notepad.exe", path, 3) == ["my case.yaml"]


# ------------------------------------------------------------------------------------------------------------ terminal


@pytest.fixture
def terminal(here: Path, tmp_path: Path) -> Any:
    """Somebody adds a claim at a terminal."""
    pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal", exc_type=ImportError)
    if os.name != "posix":
        pytest.skip("needs a pseudo-terminal")
    written(here, case(blame()))
    settings = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    arguments = ["-m", "whoblamed", "--graph", str(tmp_path / "graph"), "add", "claim", "harbour.yaml"]
    return pexpect.spawn(sys.executable, arguments, env=settings, timeout=60, encoding="utf-8")


@pytest.mark.parametrize(("key", "said"), [("\x03", "interrupted"), ("\x04", "Aborted!")], ids=["Ctrl-C", "Ctrl-D"])
def test_who_gives_up_writes_nothing(terminal: Any, here: Path, key: str, said: str) -> None:
    before = (here / "harbour.yaml").read_bytes()
    terminal.expect("Where is it written")
    terminal.send("story\r")
    terminal.expect("What did they do")
    terminal.send(key)
    terminal.expect(said)
    terminal.wait()
    assert (here / "harbour.yaml").read_bytes() == before


def test_names_are_offered_on_a_terminal(terminal: Any, here: Path) -> None:
    def answer(question: str, text: str) -> None:
        terminal.expect(question)
        terminal.send(text)

    answer("Where is it written", "story\r")
    answer("What did they do", "deni")
    answer("says: not us", "\t\r")  # what an act means stands beside it
    answer("Who speaks", "Red T")
    answer("Red Tide", "\t\r")  # the key of whom the name offers
    answer("Through whom", "\r")
    answer("Which claims does it answer", "bla")
    answer("attribution by port", "\t\r")
    answer("On which day", "2031-04-03\r")
    for question in ("In which form", "In which paragraph", "speaker's words", "How sure", "What was said"):
        answer(question, "\r")
    answer("short name", "\r")
    answer("write this", "y\r")
    answer("load it", "n\r")
    terminal.expect("load it with")
    terminal.wait()
    assert FactDocument.open(here / "harbour.yaml").entries("claims")["tide-denial"] == {
        "id": "tide-denial",
        "act": "denial",
        "by": "tide",
        "responds_to": "blame",
        "on": "2031-04-03",
        "source": "story",
    }
