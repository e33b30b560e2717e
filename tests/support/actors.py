"""Actors of several data sets in a few words, for tests of who is who, and stores that hold them."""

from __future__ import annotations

from collections.abc import Iterable

from whoblamed.graph.identity.resolution import identity_quads
from whoblamed.graph.store.oxigraph import OxigraphQuads
from whoblamed.ontology import ID
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Identity,
    Incident,
    Name,
    Record,
    dataset_iri,
    digest,
    mint,
)

from .build import day


def iri(place: str, kind: str = "actor") -> str:
    """The IRI of `data set/key`."""
    dataset, key = place.split("/")
    return mint(dataset, kind, key)


def dataset_of(thing: str) -> str:
    """The IRI of the data set that an IRI was minted for."""
    return ID + thing.removeprefix(ID).split("/")[0]


def actor(
    place: str,
    label: str,
    *aliases: str | tuple[str, str],
    kind: str = "group",
    preferred: Iterable[str] = (),
    part_of: str | None = None,
    wikidata: str | None = None,
) -> Actor:
    """The actor at `data set/key`; an alias may come with the place of who gives it, and `preferred` are more names."""
    dataset, key = place.split("/")

    def name(value: str, kind: str, by: str | None = None) -> Name:
        made = mint(dataset, "name", f"{key}-{digest(value, kind, by or '')}")
        return Name(iri=made, actor=iri(place), value=value, kind=kind, by=iri(by) if by else None)

    given = [(alias, None) if isinstance(alias, str) else alias for alias in aliases]
    names = [name(value, "preferred") for value in (label, *preferred)]
    names += [name(value, "alias", by) for value, by in given]
    return Actor(
        iri=iri(place),
        label=label,
        kind=kind,
        names=tuple(sorted(names, key=lambda each: each.iri)),
        part_of=(iri(part_of),) if part_of else (),
        wikidata=wikidata,
    )


def state(place: str, label: str, *aliases: str, preferred: Iterable[str] = ()) -> Actor:
    return actor(place, label, *aliases, kind="state", preferred=preferred)


def decision(verdict: str, a: str, b: str, dataset: str = "by-hand") -> Identity:
    """What somebody decided by hand about the actors at two places."""
    pair = tuple(sorted((iri(a), iri(b))))
    made = mint(dataset, "identity", digest(*pair))
    return Identity(iri=made, label=f"{a} {verdict} {b}", actors=pair, verdict=verdict, basis="curated", reason="seen")


def sponsors(group: str, accused: str, *, role: str = "origin", by: str | None = None) -> list[Record]:
    """That the data set of a group (a place) has a state (a place) as the origin of its activity."""
    dataset, key = group.split("/")
    activity = f"{dataset}/activity-of-{key}"
    return [
        Incident(iri=iri(activity, "incident"), label=f"activity of {key}", kind="activity", activity_of=iri(group)),
        *blames(
            f"{dataset}/{key}-{accused.replace('/', '-')}", by or f"{dataset}/editor", accused, activity, role=role
        ),
    ]


def blames(
    place: str,
    by: str,
    accused: str,
    incident: str,
    *,
    act: str = "attribution",
    role: str = "carried-out",
    on: str = "",
) -> list[Record]:
    """A claim (or denial) at a place, with its allegation."""
    dataset = place.split("/")[0]
    about = mint(dataset, "allegation", digest(accused, incident, role))
    return [
        Allegation(iri=about, label="alleged", accused=iri(accused), incident=iri(incident, "incident"), role=role),
        Claim(
            iri=iri(place, "claim"),
            label=f"{by} {act} {accused}",
            act=act,
            speakers=(iri(by),),
            about=(about,),
            accused=(iri(accused),),
            incident=iri(incident, "incident"),
            stated_on=day(on),
        ),
    ]


def incident(place: str, label: str, begin: str | None = None, end: str | None = None) -> Incident:
    return Incident(iri=iri(place, "incident"), label=label, occurred_from=day(begin), occurred_to=day(end))


def store_of(*records: Record, resolve: bool = True) -> OxigraphQuads:
    """A store with these records, each in the graph of its data set, and with who is who unless not to `resolve`."""
    store = OxigraphQuads()
    for dataset in sorted({dataset_of(record.iri) for record in records}):
        name = dataset.removeprefix(ID)
        store.extend(to_quads(DataSet(iri=dataset_iri(name), name=name), dataset))
    for record in records:
        store.extend(to_quads(record, dataset_of(record.iri)))
    if resolve:
        store.extend(identity_quads(store))
    return store
