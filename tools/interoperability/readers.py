"""Read exports with libraries of Python that are not ours, and print what arrived: a line of JSON for each.

python readers.py FOLDER     FOLDER has a file for each format; run by `compare.py` in an environment with the libraries
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

Found = dict[str, Any]
#: So many are taken apart, which takes a second each.
MOST_NANOPUBS = 10
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
PYOXIGRAPH = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "trig": "TRIG", "nquads": "N_QUADS", "jsonld": "JSON_LD"}


def by_rdflib(file: Path, format_: str) -> Found:
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(file, format=RDFLIB.get(format_, "trig"))
    quads = list(dataset.quads((None, None, None, None)))
    months = [str(term) for *_, term, _ in quads if getattr(term, "datatype", None) == rdflib.XSD.gYearMonth]
    graphs = {str(quad[3]) for quad in quads}
    return {"statements": len(quads), "graphs": len(graphs), "months": sum(len(month) == 7 for month in months)}


def by_pyoxigraph(file: Path, format_: str) -> Found:
    import pyoxigraph as ox

    named = PYOXIGRAPH.get(format_, "TRIG")
    quads = list(ox.parse(path=str(file), format=getattr(ox.RdfFormat, named)))
    literals = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
    months = [each.value for each in literals if each.datatype.value.endswith("#gYearMonth")]
    graphs = {str(quad.graph_name) for quad in quads}
    return {"statements": len(quads), "graphs": len(graphs), "months": sum(len(month) == 7 for month in months)}


def by_networkx(file: Path, format_: str) -> Found:
    import networkx as nx

    read: Any = (nx.read_graphml if format_ == "graphml" else nx.read_gexf)(file)
    return _network(read.nodes(), [data for *_, data in read.edges(data=True)])


def by_igraph(file: Path, _: str) -> Found:
    import igraph

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = igraph.Graph.Read_GraphML(str(file))
    return _network(read.vs["id"], [edge.attributes() for edge in read.es])


def by_pyvis(file: Path, format_: str) -> Found:
    import networkx as nx
    from pyvis.network import Network

    read: Any = (nx.read_graphml if format_ == "graphml" else nx.read_gexf)(file)
    drawn = Network(directed=True)
    drawn.from_nx(read)
    return _network([node["id"] for node in drawn.nodes], drawn.edges)


def _network(nodes: Any, edges: list[Any]) -> Found:
    attributes = ("claim", "stated_on", "withdrawn")
    kept = [name for name in attributes if all(edge.get(name) is not None for edge in edges)]
    return {"nodes": len(set(nodes)), "edges": len(edges), "attributes": kept}


def by_csv(file: Path, _: str) -> Found:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {"rows": len(rows), "dates": "text", "months": sum(len(row["date"]) == 7 for row in rows)}


def by_pandas(file: Path, _: str) -> Found:
    import pandas

    frame = pandas.read_csv(file)
    months = int((frame["date"].str.len() == 7).sum())
    return {"rows": len(frame), "dates": str(frame["date"].dtype), "months": months}


def by_polars(file: Path, _: str) -> Found:
    import polars

    frame = polars.read_csv(file)
    months = int((frame["date"].str.len_chars() == 7).sum())
    return {"rows": frame.height, "dates": str(frame["date"].dtype), "months": months}


def by_duckdb(file: Path, _: str) -> Found:
    import duckdb

    table = f"read_csv('{file}', header = true)"
    answer: Any = duckdb.sql(  # None for what is no SELECT
        f"SELECT count(*), any_value(typeof(date)), count(*) FILTER (length(date::text) = 7) FROM {table}"
    )
    ((rows, kind, months),) = answer.fetchall()
    return {"rows": rows, "dates": kind, "months": months}


def by_stix2(file: Path, _: str, **options: Any) -> Found:
    import stix2

    bundle = stix2.parse(file.read_text("utf-8"), **options)
    objects = bundle.objects
    return {"objects": len(objects), "sure": sum("confidence" in each for each in objects)}


def by_stix2_loosely(file: Path, format_: str) -> Found:
    return by_stix2(file, format_, allow_custom=True)


def by_stix2_validator(file: Path, _: str) -> Found:
    from stix2validator import ValidationOptions, validate_file

    result = validate_file(str(file), ValidationOptions(strict=False))
    warned = {code for each in result.object_results for code in re.findall(r"\{(\d+)\}|\[(\w+)\]", str(each.warnings))}
    return {"valid": result.is_valid, "warnings": len(warned)}


def by_pymisp(file: Path, _: str) -> Found:
    from pymisp import MISPGalaxyCluster

    read = json.loads(file.read_text("utf-8"))
    for value in read["values"]:
        MISPGalaxyCluster().from_dict(type=read.get("type", "x"), **_for_pymisp(value))
    return {"clusters": len(read["values"])}


def _for_pymisp(value: dict[str, Any]) -> dict[str, Any]:
    return {key: value[key] for key in ("uuid", "value", "description") if key in value}


def by_nanopub(file: Path, _: str) -> Found:
    """Each nanopublication by itself, as the library takes them, and valid by its own check."""
    import nanopub
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(file, format="trig")
    kind = rdflib.URIRef("http://www.nanopub.org/nschema#Nanopublication")
    quads = list(dataset.quads((None, None, None, None)))
    own: dict[str, Any] = {str(quad[0]): rdflib.Dataset() for quad in quads if quad[2] == kind}
    for np in sorted(own)[:MOST_NANOPUBS]:
        for subject, predicate, object_, graph in quads:
            if str(graph).startswith((f"{np}#", f"{np}/")) or str(graph) == np:
                own[np].graph(graph).add((subject, predicate, object_))
    checked = [nanopub.Nanopub(rdf=own[np], conf=nanopub.NanopubConf()) for np in sorted(own)[:MOST_NANOPUBS]]
    return {"nanopublications": len(own), "tried": len(checked), "valid": sum(each.is_valid for each in checked)}


def by_raptor(file: Path, format_: str) -> Found:
    syntax = {"nanopub": "trig"}
    run = subprocess.run(
        ["rapper", "-c", "-i", syntax.get(format_, format_), str(file)], capture_output=True, text=True
    )
    if run.returncode:
        raise ValueError(run.stderr.strip().splitlines()[-1][:200])
    return {"statements": int("".join(filter(str.isdigit, run.stderr.strip().rpartition("returned")[2])))}


def by_graphviz(file: Path, _: str) -> Found:
    run = subprocess.run(["graphml2gv", str(file)], capture_output=True, text=True)
    if run.returncode:
        raise ValueError(run.stderr.strip()[:200])
    return {"edges": run.stdout.count(" -> "), "attributes": [name for name in ("claim",) if f"{name}=" in run.stdout]}


TRIPLES, QUADS = ("turtle", "ntriples"), ("trig", "nquads", "jsonld")
#: What reads: its distribution or program, the formats, and how.
READERS: list[tuple[str, tuple[str, ...], Callable[[Path, str], Found]]] = [
    ("rdflib", (*TRIPLES, *QUADS, "nanopub"), by_rdflib),
    ("pyoxigraph", (*TRIPLES, *QUADS, "nanopub"), by_pyoxigraph),
    ("Raptor", ("turtle", "ntriples", "trig", "nquads", "nanopub"), by_raptor),
    ("nanopub", ("nanopub",), by_nanopub),
    ("networkx", ("graphml", "gexf"), by_networkx),
    ("igraph", ("graphml",), by_igraph),
    ("pyvis", ("graphml", "gexf"), by_pyvis),
    ("Graphviz", ("graphml",), by_graphviz),
    ("csv", ("csv",), by_csv),
    ("pandas", ("csv",), by_pandas),
    ("polars", ("csv",), by_polars),
    ("duckdb", ("csv",), by_duckdb),
    ("stix2", ("stix", "stix-aliases"), by_stix2),
    ("stix2, allow_custom", ("stix", "stix-aliases"), by_stix2_loosely),
    ("stix2-validator", ("stix", "stix-aliases"), by_stix2_validator),
    ("pymisp", ("misp-galaxy",), by_pymisp),
]


def _version(reader: str) -> str:
    programs = {
        "Raptor": ["dpkg-query", "-W", "-f", "${Version}", "raptor2-utils"],
        "Graphviz": ["dpkg-query", "-W", "-f", "${Version}", "graphviz"],
    }
    if reader in programs:
        return subprocess.run(programs[reader], capture_output=True, text=True, check=True).stdout.partition("-")[0]
    return sys.version.split()[0] if reader == "csv" else version(reader.partition(",")[0])


def results(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what each reader made of each format; of what it could not read, why."""
    for reader, formats, by in READERS:
        try:
            which = _version(reader)
        except (OSError, subprocess.CalledProcessError):
            print(f"{reader} is not installed", file=sys.stderr)
            continue
        for format_ in formats:
            try:
                found = by(folder / format_, format_)
            except Exception as error:
                found = {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"}
            yield {"format": format_, "reader": reader, "version": which, "found": found}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for result in results(Path(sys.argv[1])):
        print(json.dumps(result), flush=True)
