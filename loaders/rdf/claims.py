"""Claims: the allegations that follow from what they say, and what a claim of each act cannot do without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from ...ontology import ID, RDF, WB, wording
from ...ontology.acts import (
    ACT_OF_CLASS,
    ACTS,
    ALLEGING,
    BACKING,
    BY_ACCUSED,
    CRITICISING,
    DECIDING,
    DEFAULT_ROLE,
    DENYING,
    DOUBTING,
    NAMING_ACCUSED,
    ROLES,
    STATING,
    WITHDRAWING,
    acts_with,
)
from ...ontology.fields import FIELDS
from ...ontology.records import Allegation, Claim, Evidence, Record, digest, mint
from .things import INSTEAD, Node, Things, named
from .values import Values

_PROPERTIES = {field.name: field.predicate.value for field in FIELDS[Claim]}
#: What only claims of some acts can say.
OWN = ("challenges", "endorses", "withdraws", "replaced_by", "outcome")


def claim(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    """Yield a claim, after the allegations that are derived from it; raises ValueError when it cannot be loaded."""
    act = _act(values)
    if "speakers" not in read:
        raise ValueError("it has no wb:speaker that can be loaded, and who says so is what it is about")
    if len(read["speakers"]) < len(values.nodes(WB.speaker)):
        raise ValueError("not all of its speakers (wb:speaker) can be loaded")
    if "made_in" not in read:
        raise ValueError("it stands in no wb:Source; give wb:madeIn the source in which it can be read")
    for name in OWN:
        owners = acts_with(name)
        if name in read and act not in owners:
            del read[name]
            listed = " or ".join(named(ACTS[owner].class_) for owner in owners)
            values.reasons.append(f"{named(_PROPERTIES[name])} is left out: only a {listed} has it")
    if not set(read["speakers"]).isdisjoint(read.get("as_told_by", ())):
        read["as_told_by"] = tuple(teller for teller in read["as_told_by"] if teller not in read["speakers"])
        values.reasons.append(
            "wb:asToldBy its speaker is left out: nobody tells at second hand what they said themselves"
        )
    if "closed_on" in read and "recorded_on" in read and read["closed_on"] < read["recorded_on"]:
        del read["closed_on"]
        values.reasons.append("wb:closedOn is left out: it is before wb:recordedOn")
    if "coded_rows" in read and "coding" not in read:
        del read["coded_rows"]
        values.reasons.append("wb:codedRows is left out: only a claim that a machine coded has it (wb:coding)")
    derived = _derived(values, act, read)
    if act not in DENYING | DECIDING and read.pop("role", None) and not derived:
        values.reasons.append("wb:role is left out: only a wb:Denial or wb:Finding has it")
    read |= _named(values, act, read)
    if derived:
        read["about"] = tuple(sorted({*read.get("about", ()), *(allegation.iri for allegation in derived)}))
        if act in DOUBTING:
            read["challenges"] = read["about"]
    if act in CRITICISING and read.pop("about", None):
        values.reasons.append("wb:about is left out: what somebody is criticised for is disputed by nobody")
    _check(values, act, read)
    label = values.label() or _label(values, act, read, derived)
    yield from derived
    yield Claim(iri=iri, label=label, act=act, **read)


def _act(values: Values) -> str:
    classes = {class_.value for class_ in values.said[RDF + "type"] if isinstance(class_, ox.NamedNode)}
    acts = sorted(ACT_OF_CLASS[class_] for class_ in classes if class_ in ACT_OF_CLASS)
    if len(acts) != 1:
        listed = " and ".join(acts) if acts else "none"
        types = ", ".join(map(named, ACT_OF_CLASS))
        raise ValueError(f"a claim is exactly one act, and this is {listed}: type it as one of {types}")
    return acts[0]


def _derived(values: Values, act: str, read: dict[str, Any]) -> list[Allegation]:
    """Return the allegations of a claim that names an accused and an incident only."""
    needs = act in NAMING_ACCUSED | DECIDING or (act in DOUBTING and not values.said.get(WB.challenges))
    if not needs or values.said.get(WB.about) or not ("accused" in read and "incident" in read):
        return []
    things, name = values.things, values.things.names[values.thing.graph]
    called = {things.iri(node): things.label(node) for node in values.nodes(WB.accused, WB.incident)}
    incident = read["incident"]
    return [
        Allegation(
            iri=_minted(name, incident, accused, role),
            label=wording.allegation(called[accused], role, called[incident]),
            accused=accused,
            incident=incident,
            role=role,
        )
        for accused in read["accused"]
        for role in _roles(values, act, accused, incident)
    ]


def _roles(values: Values, act: str, accused: str, incident: str) -> list[str]:
    """Return the role that a claim names; a denial that names none means those in which what it answers accuses."""
    roles = {term.value for term in values.take(WB.role) if isinstance(term, ox.Literal)}
    if len(roles) > 1 or not roles <= set(ROLES):
        raise ValueError(f"its wb:role is not one of {', '.join(ROLES)}")
    if not roles and act in DENYING:
        roles = {
            role for node in values.nodes(WB.respondsTo) for role in _alleged(values.things, node, accused, incident)
        }
    return sorted(roles) or [DEFAULT_ROLE]


def _alleged(things: Things, claim: Node, accused: str, incident: str) -> Iterator[str]:
    """Yield the roles in which a claim, or what it is about, names an accused for an incident."""
    for node in (claim, *things.nodes(claim, WB.about)):
        fits = accused in map(things.iri, things.nodes(node, WB.accused))
        if fits and incident in map(things.iri, things.nodes(node, WB.incident)):
            yield from (role for role in map(_text, things.objects(node, WB.role)) if role in ROLES)


def _minted(name: str, incident: str, accused: str, role: str) -> str:
    """As fact files mint it where both are of this data set, so that the same allegation is one thing."""
    keys = [_key(name, "incident", incident), _key(name, "actor", accused)]
    return mint(name, "allegation", "--".join([*keys, role]))


def _key(name: str, kind: str, iri: str) -> str:
    key = iri.removeprefix(f"{ID}{name}/{kind}/")
    return digest(iri) if key == iri else unquote(key)


def _named(values: Values, act: str, read: dict[str, Any]) -> dict[str, Any]:
    """Return the accused and incident of the allegations that a claim is about, where it does not say them itself."""
    things = values.things
    about = [node for node in values.nodes(WB.about) if things.usable(node, (Allegation,))]
    if act not in NAMING_ACCUSED | DECIDING or not about:
        return {}
    accused = {things.iri(other) for node in about for other in things.nodes(node, WB.accused)}
    incidents = {things.iri(other) for node in about for other in things.nodes(node, WB.incident)}
    if read.get("accused") and set(read["accused"]) != accused:
        raise ValueError("it and its allegations do not name the same wb:accused")
    if len(incidents) > 1 or (read.get("incident") and {read["incident"]} != incidents):
        raise ValueError("it and its allegations are not about the same wb:incident")
    return {"accused": tuple(sorted(accused)), "incident": incidents.pop()}


# -------------------------------------------------------------------------------------------------------------- checks


def _check(values: Values, act: str, read: dict[str, Any]) -> None:
    """Raise ValueError for what `shapes.ttl` does not allow of a claim."""
    if len(values.said.get(WB.accused, ())) > len(read.get("accused", ())):
        raise ValueError("not all whom it names (wb:accused) can be loaded")
    if act in NAMING_ACCUSED | DECIDING:
        if values.said.get(WB.about) and len(read.get("about", ())) < len(set(values.said[WB.about])):
            raise ValueError("not all allegations that it is about can be loaded")
        if not (read.get("about") and read.get("accused") and read.get("incident")):
            raise ValueError("it does not say whom it is about and what for (wb:accused and wb:incident, or wb:about)")
    if act in NAMING_ACCUSED:
        _standing(values, act, read)
    elif act in DOUBTING and not (read.get("challenges") or read.get("about")):
        raise ValueError("it doubts nothing that can be loaded (wb:challenges)")
    elif act in BACKING and not read.get("endorses"):
        raise ValueError("it backs no claim that can be loaded (wb:endorses)")
    elif act in WITHDRAWING:
        _withdrawing(values, read)
    elif act in STATING:
        _stating(act, read)


def _stating(act: str, read: dict[str, Any]) -> None:
    kind = ACTS[act]
    if read.get("accused") and "accused" not in kind.may:
        raise ValueError(f"a {kind.noun} blames nobody, and this has a wb:accused: make it a wb:Attribution")
    if kind.needs and not any(all(read.get(name) for name in names) for names in kind.needs):
        listed = ", or ".join(" and ".join(named(_PROPERTIES[name]) for name in names) for names in kind.needs)
        raise ValueError(f"a {kind.noun} needs {listed} that can be loaded")


def _standing(values: Values, act: str, read: dict[str, Any]) -> None:
    """Only the accused, and who speaks for them, deny or claim responsibility; and they do not attribute."""
    things = values.things
    nodes = values.nodes(WB.speaker)
    behind = {*read["speakers"], *(things.iri(far) for node in nodes for far in things.principals(node))}
    accused = set(read["accused"])
    if act in ALLEGING - BY_ACCUSED and behind & accused:
        raise ValueError(
            "its speaker is the accused, or speaks for the accused: make it a wb:ResponsibilityClaim or a wb:Denial"
        )
    if act in BY_ACCUSED and not accused <= behind:
        raise ValueError("its speaker is not the accused and does not speak for them (wb:speaksFor)")


def _withdrawing(values: Values, read: dict[str, Any]) -> None:
    """A claim is taken back by its speaker, or by one for whom or as part of whom its speaker spoke."""
    things = values.things
    kept = []
    for node in values.nodes(WB.withdraws):
        if things.iri(node) not in read.get("withdraws", ()):
            continue
        speakers = speakers_of(things, node)
        behind = {*speakers, *(far for one in speakers for far in things.principals(one, wholes=True))}
        if not set(read["speakers"]).isdisjoint(map(things.iri, behind)):
            kept.append(things.iri(node))
        else:
            values.leave_out(WB.withdraws, node, "is somebody else's claim")
    if not kept:
        raise ValueError("it takes back no claim of its speaker that can be loaded (wb:withdraws)")
    read["withdraws"] = tuple(sorted(kept))


def speakers_of(things: Things, node: Node) -> list[Node]:
    """Return who made a claim."""
    for property_ in (WB.speaker, *INSTEAD[Claim, WB.speaker]):
        found = things.nodes(node, property_)
        if found:
            return found
    return []


# -------------------------------------------------------------------------------------------------------------- labels


def _label(values: Values, act: str, read: dict[str, Any], derived: list[Allegation]) -> str:
    things = values.things
    speaker = _joint(things, values.nodes(WB.speaker))
    answers = ACTS[act].answers
    targets = values.nodes(_PROPERTIES[answers]) if answers else []
    spoke = [_joint(things, who) for node in targets if (who := speakers_of(things, node))]
    evidence = [things.label(node) for node in targets if things.usable(node, (Evidence,))]
    incident = _called(values, WB.incident).get(read.get("incident", ""), "")
    return wording.claim(
        act,
        speaker,
        incident=incident,
        charges=list(_charges(values, read, derived)),
        answered=wording.said(speaker, spoke, evidence, incident),
        outcome=read.get("outcome"),
        on=str(read.get("stated_on", "")),
    )


def _joint(things: Things, speakers: list[Node]) -> str:
    return wording.joint(things.label(node) for node in sorted(speakers, key=things.order))


def _charges(values: Values, read: dict[str, Any], derived: list[Allegation]) -> Iterator[wording.Charge]:
    """Yield whom the claim names as accused, in the roles of its allegations."""
    things, called = values.things, _called(values, WB.accused)
    roles: dict[str, set[str]] = defaultdict(set)
    for allegation in derived:
        roles[allegation.accused].add(allegation.role)
    for node in values.nodes(WB.about):
        said = {text for text in map(_text, things.objects(node, WB.role)) if text in ROLES}
        for accused in things.nodes(node, WB.accused):
            roles[things.iri(accused)] |= said
    for iri in read.get("accused", ()):
        if iri in called:
            yield from ((called[iri], role) for role in sorted(roles[iri] or {DEFAULT_ROLE}))


def _called(values: Values, property_: str) -> dict[str, str]:
    """Return the labels of the things of ours that the claim names, or that its allegations do, by IRI."""
    things = values.things
    alleged = (other for node in values.nodes(WB.about) for other in things.nodes(node, property_))
    return {things.iri(node): things.label(node) for node in (*values.nodes(property_), *alleged)}


def _text(term: Any) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
