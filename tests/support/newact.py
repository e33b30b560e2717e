"""What becomes of a kind of claim that was just added, as JSON; runs in a copy of the package (see test_new_act)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from whoblamed import commands
from whoblamed.cli import main
from whoblamed.errors import InvalidData

CASE = """
case: storm
actors:
  port: {name: {en: Port of Arden}, kind: agency}
  tide: {name: {en: Red Tide}, kind: group}
  lab: {name: {en: Quay Lab}, kind: company}
incidents:
  outage: {name: {en: Harbour outage}, kind: outage, from: 2031-04-02}
sources:
  story: {title: {en: Port blames Tide}, published: 2031-04-04, publisher: lab, url: "https://example.org/story"}
claims:
  - {id: foreseen, act: prediction, by: lab, incident: outage, source: story, on: 2031-04-01, summary: {en: Soon.}}
  - {id: blame, act: attribution, by: port, accused: tide, incident: outage, source: story, summary: {en: They.}}
  - {id: doubt, act: challenge, by: tide, challenges: foreseen, source: story, on: 2031-04-04, summary: {en: No.}}
"""
WRONG = CASE.replace("by: lab, incident: outage,", "by: lab, accused: tide,")
BARE = """
@prefix wb: <https://w3id.org/whoblamed/ns#> .
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:lab a wb:Actor ; wb:kind "company" ; rdfs:label "Quay Lab" .
ex:storm a wb:Incident ; rdfs:label "Storm" .
ex:story a wb:Source ; rdfs:label "Story" .
ex:said a wb:Prediction ; wb:speaker ex:lab ; wb:incident ex:storm ; wb:madeIn ex:story .
ex:about-nothing a wb:Prediction ; wb:speaker ex:lab ; wb:madeIn ex:story .
"""
LABELS = "SELECT ?label { ?claim a wb:Prediction ; rdfs:label ?label }"


def run(*words: str, graph: str = "graph") -> str:
    """The output of a command, or what it finds wrong; raises whatever else it raised."""
    done = CliRunner().invoke(main, ["--debug", "--graph", graph, *words])
    if isinstance(done.exception, InvalidData):
        return str(done.exception)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def choices(command: str) -> list[str]:
    """The formats that a command knows."""
    known = commands.command(command)
    assert known is not None
    (option,) = [one for one in known.params if "--format" in one.opts]
    return list(option.type.choices)  # type: ignore[attr-defined]


def labels(graph: str) -> str:
    """What the predictions in a graph are called."""
    return run("query", LABELS, "-f", "csv", graph=graph)


def everything() -> dict[str, Any]:
    """What every command and format says of it."""
    for name, text in (("storm.yaml", CASE), ("wrong.yaml", WRONG), ("bare.ttl", BARE)):
        Path(name).write_text(text, encoding="utf-8")
    found: dict[str, Any] = {"load": run("load", "storm.yaml"), "labels": labels("graph"), "check": run("check")}
    found["wrong"] = run("load", "--dry-run", "wrong.yaml", graph="other")
    for words in (("who", "Quay Lab"), ("show", "storm/foreseen"), ("timeline", "Harbour outage"), ("status",)):
        found[words[0]] = run(*words)
    found["exports"] = {}
    for format_ in choices("export"):
        run("export", "-f", format_, "-o", f"out.{format_}")
        found["exports"][format_] = Path(f"out.{format_}").read_bytes().decode(errors="replace")
    for ending in ("html", "svg", "json"):
        run("view", "-o", f"view.{ending}", "--as", "timeline")
        found[f"view.{ending}"] = Path(f"view.{ending}").read_text(encoding="utf-8")
    names = [row["name"] for row in json.loads(run("query", "--list", "-f", "json"))]
    found["queries"] = {name: run("query", name) for name in names}
    found["back"] = {}
    for format_ in ("trig", "jsonld", "nanopub", "stix", "csv", "xlsx", "parquet"):
        run("load", f"out.{format_}", graph=format_)
        found["back"][format_] = labels(format_)
    found["bare"] = run("load", "bare.ttl", graph="bare") + labels("bare")
    return found


if __name__ == "__main__":
    json.dump(everything(), sys.stdout)
