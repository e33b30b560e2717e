"""What is read of claims and of what they refer to: the same, out of a store and out of the columns beside it.

Things are known by the fields of their records, in text as quads have them (`true`, `14`): a single value, or a list in
order. What is not known of a thing is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from ....ontology import ID, RDF, RDFS, WB, owner_of
from ....ontology.acts import ACT_OF_CLASS
from ...store.base import QuadStore
from ..values import Values, written
from .beside import KINDS, Beside, Thing

#: The fields by which a claim answers another, and their properties.
ANSWERS: Final = {
    "responds_to": WB.respondsTo,
    "challenges": WB.challenges,
    "endorses": WB.endorses,
    "withdraws": WB.withdraws,
}
#: The fields of a claim that are shown by the labels of their values.
_MANY_NAMED: Final = {
    "speakers": WB.speaker,
    "accused": WB.accused,
    "through": WB.through,
    "as_told_by": WB.asToldBy,
    **ANSWERS,
}
#: The fields with several values.
_MANY: Final = {"made_in": WB.madeIn, **_MANY_NAMED}
#: The rest of what is read of a claim. It has as much again that no row shows, and each value takes long to look up.
_ONE: Final = {
    "label": RDFS + "label",
    "incident": WB.incident,
    "through_words": WB.throughWords,
    "own_view": WB.ownView,
    "form": WB.form,
    "role": WB.role,
    "stated_on": WB.statedOn,
    "public_on": WB.publicOn,
    "outcome": WB.outcome,
    "condition": WB.condition,
    "quantity": WB.quantity,
    "quantity_about": WB.quantityAbout,
    "quantity_at_least": WB.quantityAtLeast,
    "quantity_at_most": WB.quantityAtMost,
    "unit": WB.unit,
    "coding": WB.coding,
    "coded_rows": WB.codedRows,
}
#: What says how sure somebody is.
_DEGREE: Final = {name: getattr(WB, name) for name in ("words", "scale", "grade", "value", "low", "high")}
#: The parts of a claim, and what is read of them.
_PARTS: Final = {
    "confidence": (WB.confidence, _DEGREE),
    "likelihood": (WB.likelihood, _DEGREE),
    "quote": (WB.quote, {"text": RDF + "value", "translated": WB.translated}),
}
_SOURCE: Final = {
    "label": RDFS + "label",
    "publisher": WB.publisher,
    "published": WB.publishedOn,
    "retracted": WB.retractedOn,
    "url": WB.url,
    "archived_at": WB.archivedAt,
}
_CLAIM: Final = (RDF + "type", WB.summary, *_MANY.values(), *_ONE.values(), *(part for part, _ in _PARTS.values()))
#: What is read of sources and of the parts of a claim.
_FURTHER: Final = {*_SOURCE.values(), *(each for _, fields in _PARTS.values() for each in fields.values())}
#: What is read of claims in columns, and of all that they name.
_KEPT: Final = ("act", "about", "summary", *_MANY, *_ONE, *_PARTS)
_COLUMNS: Final = frozenset(
    (
        *(f"{kind}.{name}" for kind in KINDS for name in ("iri", "label")),
        *(f"Claim.{name}" for name in _KEPT),
        *(f"Source.{name}" for name in _SOURCE),
        "Allegation.role",
    )
)
#: How many labels the store looks up in the time in which it looks up one claim with its parts.
_LABELS_A_CLAIM: Final = 10


class Known(NamedTuple):
    """Claims, their sources, and the labels of what they name, each by its IRI."""

    claims: dict[str, Thing]
    sources: dict[str, Thing]
    labels: dict[str, str]


def known(store: QuadStore, claims: Collection[str]) -> Known:
    """Return what is read of claims (IRIs): also their `act`, their `summary` by language, the `roles` of which they
    speak, and the name of their `dataset`. What is no claim is not there."""
    values, beside = Values(store), Beside(store.columns, _COLUMNS)
    kept = _kept(beside, claims)
    found = kept or _looked_up(values, claims)
    made_in = {source for claim in found.values() for source in claim.get("made_in", ())}
    if kept and beside.has(made_in):
        sources = beside.things("Source", made_in, _SOURCE)
    else:
        if kept:
            values.read(made_in, _SOURCE.values())
        sources = {source: _thing(values, source, _SOURCE) for source in made_in}
    named = {iri for claim in found.values() for field in _MANY_NAMED for iri in claim.get(field, ())}
    named.update(claim["incident"] for claim in found.values() if "incident" in claim)
    named.update(source["publisher"] for source in sources.values() if "publisher" in source)
    if beside.has(named):
        labels = beside.labels(named)
    else:
        values.read_labels(named)
        labels = {iri: values.one(iri, RDFS + "label") for iri in named}
    return Known(found, sources, labels)


# ---------------------------------------------------------------------------------------------------- from the store


def _looked_up(values: Values, claims: Collection[str]) -> dict[str, Thing]:
    """Look claims up with their parts and sources, thing by thing in bulk: joined into one query, so many optional
    properties, several of them with many values, take the engine many times as long."""
    values.read(claims, _CLAIM)
    further = (values.of(claims, part) for part in (WB.madeIn, *(part for part, _ in _PARTS.values())))
    values.read(set().union(*further), _FURTHER)
    values.read_roles(claims)
    homes = datasets_of(values.store, claims)
    found = {claim: _thing(values, claim, _ONE) for claim in claims}
    for claim, thing in found.items():
        acts = (ACT_OF_CLASS[class_] for class_ in values.all(claim, RDF + "type") if class_ in ACT_OF_CLASS)
        thing["act"] = next(acts, None)
        thing |= {name: many for name, property_ in _MANY.items() if (many := values.all(claim, property_))}
        parts = {name: values.one(claim, part) for name, (part, _) in _PARTS.items()}
        thing |= {name: _thing(values, node, _PARTS[name][1]) for name, node in parts.items() if node}
        thing["summary"] = values.texts(claim, WB.summary)
        thing["roles"] = values.all(claim, WB.role)
        thing["dataset"] = homes.get(claim, "")
    return {claim: thing for claim, thing in found.items() if thing["act"]}


def _thing(values: Values, iri: str, fields: Mapping[str, str]) -> Thing:
    return {name: value for name, property_ in fields.items() if (value := values.one(iri, property_))}


def datasets_of(store: QuadStore, claims: Iterable[str]) -> dict[str, str]:
    """Return the name of the data set of each of these claims (IRIs)."""
    query = f"SELECT ?s ?g {{ VALUES ?s {{ {written(claims)} }} GRAPH ?g {{ ?s wb:speaker ?speaker }} }}"
    return {row.s: row.g.removeprefix(ID) for row in store.wider.select(query).rows()}


# --------------------------------------------------------------------------------------------------- from the columns


def _kept(beside: Beside, claims: Collection[str]) -> dict[str, Thing]:
    """Return claims from the columns beside the store; none where to look them up is quicker."""
    if not beside.has(claims, _LABELS_A_CLAIM):
        return {}
    found = beside.things("Claim", claims, _KEPT)
    about = {allegation for thing in found.values() for allegation in thing.get("about", ())}
    if not beside.has(about):
        return {}
    role_of = {iri: thing.get("role") for iri, thing in beside.things("Allegation", about, ("role",)).items()}
    for claim, thing in found.items():
        roles = {thing.get("role"), *map(role_of.get, thing.get("about", ()))}
        thing["roles"] = sorted(filter(None, roles))
        thing["summary"] = dict(thing.get("summary", ()))
        thing["dataset"] = str(owner_of(claim)).removeprefix(ID)
    return found
