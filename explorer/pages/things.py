"""The page of a thing, its other forms, and how it is cited."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pyoxigraph as ox
from starlette.responses import Response

from ...errors import QueryError, UnknownName
from ...graph.ask import dossier, names
from ...graph.ask.citing.bibliography import FORMATS as CITATIONS
from ...graph.ask.citing.citation import Reference, references
from ...graph.ask.listing import only
from ...graph.ask.names import KINDS, Found, found_at, key_of
from ...graph.export import jsonld, networks, rdf
from ...graph.store.base import QuadStore
from ...graph.store.memory import MemoryStore
from ...ontology import WB
from ...ontology.records import DataSet
from ..negotiation import media_type
from .addresses import OTHERS, iris_at, path_of
from .answering import TITLES, TYPES, Page, moved
from .asking import address
from .filters import FILTERS, wanted
from .portraits import PORTRAITS, Details, dataset

#: The forms of a thing; those of an actor have its network, too.
FORMS: Final = ("html", "json", "ttl", "jsonld", "gexf")
#: What is drawn in several pictures.
_PICTURED: Final = ("actor", "incident")
_NAMING = ox.NamedNode(WB.naming)
#: What says where files were on this computer, and which actor stands for another.
_MADE: Final = (WB.readFrom, WB.shownAs)


def thing(page: Page) -> Response:
    """Return the page of the thing whose IRI the address has. Raises `UnknownName`."""
    whole, iris = _iris(page)
    if whole and any(_found(page, iri) for iri in whole):  # something is called like a file
        forms = [TYPES[form] for form in FORMS]
        accepted = media_type(page.request.headers.get("accept", ""), forms) or forms[0]
        page, iris = replace(page, form=FORMS[forms.index(accepted)]), whole
    described = next((each for each in page.reading.datasets if each.iri in iris), None)
    if described is not None:
        _expect(page)
        return _of_dataset(page, described)
    found = next((found for iri in iris if (found := _found(page, iri))), None)
    if found is None:
        if page.asking.written.endswith("/"):
            return moved(page, page.asking.written.rstrip("/"))
        raise UnknownName(key_of(iris[0]), _nearest(page, iris[0]), "page")
    return _of_thing(replace(page, reading=page.reading.counting(found.iri)), found)


def _expect(page: Page, *names: str) -> None:
    page.asking.expect((*names, "iri") if page.asking.written.startswith(OTHERS) else names)


def _of_thing(page: Page, found: Found) -> Response:
    _expect(page, *(("picture",) if found.what in _PICTURED else ()))
    if page.form in ("ttl", "jsonld"):
        return _rdf(page, found.iri)
    if found.what != "actor":
        return _SHOWN[page.form](page, [found])
    first = page.reading.shown.representative(found.iri)
    if first != found.iri:
        return moved(page, path_of(first, f".{page.form}" if page.request.path_params.get("form") else ""))
    members = (_found(page, iri) for iri in page.reading.shown.members(found.iri))
    return _SHOWN[page.form](page, [each for each in members if each])


def _iris(page: Page) -> tuple[Sequence[str], Sequence[str]]:
    """Return the IRIs that the address may mean as a whole, where it ends in a form, and without that."""
    suffix = page.request.path_params.get("form")
    path = page.asking.written
    if path.startswith(OTHERS):
        return [], [page.asking.one("iri")]
    return (list(iris_at(path)) if suffix else []), list(iris_at(path.removesuffix(f".{suffix}")))


def _found(page: Page, iri: str) -> Found | None:
    try:
        return found_at(page.reading.store, ox.NamedNode(iri))
    except ValueError:  # it is no IRI
        return None


def _nearest(page: Page, iri: str) -> Sequence[str]:
    """Return the labels of what is called most like the end of an IRI."""
    last = iri.rsplit("/", 1)[-1].replace("-", " ")
    try:
        names.find(page.reading.store, last, list(KINDS))
    except UnknownName as error:
        return error.nearest
    return [last]


# -------------------------------------------------------------------------------------------------------------- forms


def _html(page: Page, found: Sequence[Found]) -> Response:
    details = Details(page, found)
    what = found[0].what
    forms = [form for form in FORMS[1:] if form != "gexf" or what == "actor"]
    return page.html(
        f"{what}.html.jinja",
        key=key_of(details.iri),
        iri=details.iri,
        what=what,
        alternates=_alternates(page, details.iri, forms),
        cite={form: page.asking.href(f"/cite.{form}", of=key_of(details.iri)) for form in CITED},
        citepage=page.asking.href("/cite", of=key_of(details.iri)),
        **PORTRAITS[what](details),
    )


def _alternates(page: Page, iri: str, forms: Sequence[str]) -> list[Mapping[str, str]]:
    kept = {name: value for name, value in page.asking.given.items() if name == "as-of"}
    paths = {form: page.asking.base + path_of(iri, f".{form}") for form in forms}
    return [{"type": TYPES[form], "title": TITLES[form], "href": address(path, kept)} for form, path in paths.items()]


def _json(page: Page, found: Sequence[Found]) -> Response:
    reading = page.reading
    assessed = reading.assessments.values()
    shown = dossier.of(
        reading.store,
        found,
        lambda: reading.facts,
        lambda: reading.network,
        lambda _, incidents: [each for each in assessed if each.allegation.incident in incidents],
    )
    listed = ((heading, only(rows, reading.counted)) for heading, rows in shown.claims)
    shown.claims = [(heading, rows) for heading, rows in listed if rows]
    told = shown.as_dict()
    if found[0].what == "allegation" and found[0].iri in reading.assessments:
        told["received"] = reading.assessments[found[0].iri].as_dict(reading.facts)
    return page.json({**told, "key": key_of(found[0].iri), "as_of": reading.day})


def _gexf(page: Page, found: Sequence[Found]) -> Response:
    """Return the blame network of an actor: what it says of others and they of it, and of each other."""
    network = page.reading.network
    actor = page.reading.shown.representative(found[0].iri)
    if found[0].what != "actor" or actor not in network:
        raise UnknownName(key_of(found[0].iri), what="actor with a network")
    near = {actor, *network.successors(actor), *network.predecessors(actor)}
    return gexf(network.subgraph(near), key_of(actor).replace("/", "-"))


def gexf(network: Any, name: str) -> Response:
    """Return a network for Gephi."""
    out = io.BytesIO()
    networks.gexf(network, out)
    return Response(
        out.getvalue(), media_type=TYPES["gexf"], headers={"Content-Disposition": f'attachment; filename="{name}.gexf"'}
    )


def network(page: Page) -> Response:
    """Return the blame network of the claims that filters leave."""
    page.asking.expect(FILTERS)
    left, whole = wanted(page.asking, page.reading), page.reading.network
    if not left.given:
        return gexf(whole, "network")
    claims = set(page.reading.claims.at(left.places))
    edges = [edge for edge in whole.edges(keys=True) if edge[2] in claims]
    return gexf(whole.edge_subgraph(edges), "network")  # type: ignore[arg-type]  # the stubs know no keys


_SHOWN: Final[Mapping[str, Callable[[Page, Sequence[Found]], Response]]] = {"html": _html, "json": _json, "gexf": _gexf}


def _rdf(page: Page, iri: str) -> Response:
    """Return what is recorded of a thing, and of its parts and names, and what refers to it."""
    quads = list(dict.fromkeys(described(page.reading.store, iri)))
    out = io.BytesIO()
    if page.form == "jsonld":
        jsonld.write(MemoryStore(quads).current, out)
    else:
        triples = dict.fromkeys(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
        rdf.write(triples, ox.RdfFormat.TURTLE, out)
    return Response(out.getvalue(), media_type=f"{TYPES[page.form]}; charset=utf-8")


def described(store: QuadStore, iri: str) -> Iterator[ox.Quad]:
    """Yield the quads about a thing: its own, those of its parts and names, and those that refer to it; as exports do,
    without those that are made anew with every load."""
    node = ox.NamedNode(iri)
    own = [quad for quad in store.find(node) if quad.predicate.value not in _MADE]
    yield from own
    parts = {
        quad.object for quad in own if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(f"{iri}/")
    }
    given = {quad.subject for quad in store.find(None, _NAMING, node)}
    for part in sorted((*parts, *given), key=str):
        yield from store.find(part)
    yield from (quad for quad in store.find(None, None, node) if quad.predicate.value not in _MADE)


def _of_dataset(page: Page, described_: DataSet) -> Response:
    if page.form in ("ttl", "jsonld"):
        return _rdf(page, described_.iri)
    if page.form == "gexf":
        raise UnknownName(described_.name, what="actor with a network")
    shown = dataset(page, described_)
    if page.form == "json":
        fields = ("iri", "name", "title", "licence", "origin", "format", "sha256", "loaded_on", "uses_actors_of")
        return page.json({**{field: getattr(described_, field) for field in fields}, "counts": shown["counts"]})
    forms = [form for form in FORMS[1:] if form != "gexf"]
    return page.html(
        "dataset.html.jinja", alternates=_alternates(page, described_.iri, forms), iri=described_.iri, **shown
    )


# ----------------------------------------------------------------------------------------------------------- citations

#: The forms of a citation, by the ending of the address, each with the name of the format.
CITED: Final = {"txt": "text", "bib": "bibtex", "csl": "csl", "ris": "ris"}


def cited(page: Page) -> Response:
    """Return the references of a thing, of the claims that filters leave. Raises as `names.find_one` does."""
    page.asking.expect(("of", *FILTERS))
    if not page.asking.one("of"):
        raise QueryError("name what is to be cited: ?of=KEY")
    found = names.find_one(page.reading.store, page.asking.one("of"), list(KINDS), resolve=page.reading.graph.resolve)
    page = replace(page, reading=page.reading.counting(found[0].iri))
    left = wanted(page.asking, page.reading)
    claims = frozenset(page.reading.claims.at(left.places)) if left.given else page.reading.counted
    within = f"public by {page.asking.one('as-of')}" if page.reading.day else ""
    listed = references(page.reading.store, page.reading.datasets, found, within=within, claims=claims)
    if page.form == "html":
        return _cite_page(page, found, listed)
    text = CITATIONS[CITED[page.form]](listed)
    return Response(text.encode("utf-8", "replace"), media_type=f"{TYPES[page.form]}; charset=utf-8")


def _cite_page(page: Page, found: Sequence[Found], listed: Sequence[Reference]) -> Response:
    links = [(name, page.asking.again().replace("/cite?", f"/cite.{ending}?")) for ending, name in CITED.items()]
    return page.html(
        "cite.html.jinja",
        title=page.asking.speech("cite.title", found[0].label),
        thing={"label": found[0].label, "href": page.asking.href(path_of(found[0].iri))},
        references=[CITATIONS["text"]([each]).strip() for each in listed],
        bibtex=CITATIONS["bibtex"](listed),
        links=links,
    )
