"""What a galaxy says of an actor, as claims of the galaxy: where it comes from, who stands behind it, whom it harms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...ontology import wording
from ...ontology.acts import DEFAULT_ROLE
from ...ontology.records import Allegation, Claim, Confidence, Identity, Incident, Record, digest
from .clusters import Relation
from .context import Context
from .index import SIMILAR, Entry, likelihood, likely
from .sources import from_cfr
from .states import State

_SPONSOR = "cfr-suspected-state-sponsor"
_VICTIMS = ("cfr-suspected-victims", "suspected-victims")
_CONFIDENCE = "attribution-confidence"
_CFR = "cfr-"

#: The kinds of relation that blame, and the role that they give to whom they name.
_BLAMING = {"attributed-to": DEFAULT_ROLE, "sponsored-by": "sponsored"}
#: How the claim that is made of a key is summed up.
_SUMMARY = {
    "country": "{speaker} gives {accused} as the country of {actor}.",
    "microsoft-origin-threat": "{speaker} gives {accused} as what Microsoft says the origin of {actor} is.",
    _SPONSOR: "{speaker} names {accused} as the suspected state sponsor of {actor}.",
    "attributed-to": "{speaker} says that the activity of {actor} is attributed to {accused}.",
    "sponsored-by": "{speaker} says that the activity of {actor} is sponsored by {accused}.",
}


def claims(context: Context) -> Iterator[Record]:
    """Yield what the galaxy says of the actor of a cluster, with all that it takes to say it."""
    if context.entry.kind == "group":
        yield from _blame(context)
        for key in _VICTIMS:
            yield from _victims(context, key)
    for relation in context.cluster.relations:
        yield from _relation(context, relation)


# --------------------------------------------------------------------------------------------- who stands behind whom


def _blame(context: Context) -> Iterator[Record]:
    given = context.meta.number(_CONFIDENCE)
    confidence = Confidence(words=f"{_CONFIDENCE} {given}") if given else None
    origin, origins = _origins(context)
    sponsors = _sponsors(context)
    for key, states, role in ((origin, origins, "origin"), (_SPONSOR, sponsors, "sponsored")):
        if states:
            for state in states:
                yield from context.state(state)
            accused = [Entry(state.key, state.label, "state", dataset=state.dataset) for state in states]
            yield from _attribution(context, (key,), accused, role, confidence=confidence)
    if given and not origins and not sponsors:
        context.skip(f"{_CONFIDENCE} is given, but nothing is attributed")


def _origins(context: Context) -> tuple[str, list[State]]:
    """By `country`; where only Microsoft's origin is given, by that, which may also be a kind of threat."""
    countries = [context.index.states.find(words) for words in context.meta.texts("country")]
    if None in countries:
        context.skip("country is no code or name of a state that is known")
    if any(countries):
        return "country", _different(countries)
    key = "microsoft-origin-threat"
    return key, _different(context.index.states.find(words.split(",")[0]) for words in context.meta.texts(key))


def _sponsors(context: Context) -> list[State]:
    """Return the suspected sponsors; those that are no state by any list are named as the galaxy names them."""
    words = context.meta.texts(_SPONSOR)
    known = [text for text in words if text.casefold() != "unknown"]
    if len(known) < len(words):
        context.skip("the suspected state sponsor is unknown")
    return _different(context.index.states.find(text) or State(f"state-{text}", text) for text in known)


def _different(states: Iterable[State | None]) -> list[State]:
    return list({state.key: state for state in states if state}.values())


def _attribution(
    context: Context,
    key: tuple[str, ...],
    accused: list[Entry],
    role: str,
    *,
    confidence: Confidence | None = None,
    probability: Confidence | None = None,
) -> Iterator[Record]:
    """That the accused have a role in the activity of the actor; `key` tells it from others of the cluster."""
    incident = _activity(context)
    yield from context.once(incident)
    allegations = [_allegation(context, entry, incident, role) for entry in accused]
    yield from allegations
    labels = ", ".join(entry.label for entry in accused)
    summary = _SUMMARY[key[0]].format(speaker=context.publisher.label, accused=labels, actor=context.entry.label)
    claim = Claim(
        iri=context.iri("claim", "-".join((context.cluster.key, *key))),
        label=wording.claim(
            "attribution",
            context.publisher.label,
            incident=incident.label,
            charges=[(entry.label, role) for entry in accused],
        ),
        act="attribution",
        speakers=(context.speaker,),
        about=tuple(sorted(allegation.iri for allegation in allegations)),
        accused=tuple(sorted(allegation.accused for allegation in allegations)),
        incident=incident.iri,
        made_in=(context.source,),
        confidence=confidence,
        likelihood=probability,
        summary={"en": summary},
    )
    yield from _said(context, claim, key[0])


def _activity(context: Context) -> Incident:
    """Return all that is put down to the name."""
    key = f"activity-of-{context.cluster.key}"
    label = f"activity of {context.entry.label}"
    return Incident(iri=context.iri("incident", key), label=label, kind="activity", activity_of=context.actor)


def _allegation(context: Context, accused: Entry, incident: Incident, role: str) -> Allegation:
    return Allegation(
        iri=context.iri("allegation", f"activity-of-{context.cluster.key}--{accused.key}--{role}"),
        label=wording.allegation(accused.label, role, incident.label),
        accused=context.actor_of(accused),
        incident=incident.iri,
        role=role,
    )


def _said(context: Context, claim: Claim, key: str) -> Iterator[Record]:
    yield claim
    if key.startswith(_CFR):
        yield from from_cfr(context, claim)


# ----------------------------------------------------------------------------------------------- whom it harms, uses …


def _victims(context: Context, key: str) -> Iterator[Record]:
    """Yield a report, because the graph does not say that somebody was harmed, but that the galaxy suspects so."""
    victims = context.meta.texts(key)
    if victims:
        incident = _activity(context)
        label = f"{context.publisher.label} reports suspected victims of {incident.label}"
        said = f"{context.publisher.label} names as suspected victims of {context.entry.label}: {', '.join(victims)}."
        yield from context.once(incident)
        yield from _said(context, _report(context, (key,), label, said, incident), key)


def _report(
    context: Context,
    key: tuple[str, ...],
    label: str,
    summary: str,
    incident: Incident | None,
    probability: Confidence | None = None,
) -> Claim:
    return Claim(
        iri=context.iri("claim", "-".join((context.cluster.key, *key))),
        label=label,
        act="report",
        speakers=(context.speaker,),
        incident=incident.iri if incident else None,
        made_in=(context.source,),
        likelihood=probability,
        summary={"en": summary},
    )


# ---------------------------------------------------------------------------------------------------------- relations


def _relation(context: Context, relation: Relation) -> Iterator[Record]:
    if len(relation.tags) > 1 or not all(likely((tag,)) for tag in relation.tags):
        context.skip("a relation has several tags, or one that does not say how likely it is")
    target = context.index.find(context.dataset, relation.target)
    if target is None:
        reason = f"related ({relation.type}) to a cluster that is not loaded, or no actor"
        context.skip_unless(reason, relation.target, lambda entry: _related_to(context, relation, entry))
    elif not target.kind:
        context.skip(f"related ({relation.type}) to a cluster that is no actor")
    elif target == context.entry:
        context.skip(f"related ({relation.type}) to itself")
    else:
        yield from _related_to(context, relation, target)


def _related_to(context: Context, relation: Relation, target: Entry) -> Iterator[Record]:
    if relation.type in SIMILAR:
        yield from _identity(context, relation, target)
    elif relation.type in _BLAMING and context.entry.kind == "group":
        key = (relation.type, digest(target.key, *relation.tags))
        probability = likelihood(likely(relation.tags))
        yield from _attribution(context, key, [target], _BLAMING[relation.type], probability=probability)
    else:
        yield from _related(context, relation, target)


def _identity(context: Context, relation: Relation, target: Entry) -> Iterator[Identity]:
    """Holds both ways: where the other cluster says the same, one of the two records it."""
    words = likely(relation.tags)
    if not context.index.says_so_first(context.dataset, context.cluster.key, relation):
        return
    pair = sorted((context.actor_of(entry), entry.label) for entry in (context.entry, target))
    (one, first), (other, second) = pair
    yield Identity(
        iri=context.iri("identity", digest(one, other, relation.type, words)),
        label=f"{context.publisher.label} says that {wording.identity((first, second), 'similar')}{_qualified(words)}",
        actors=(one, other),
        verdict="similar",
        reason=None if relation.type == "similar" else relation.type,
        identified_by=context.speaker,
        source=context.source,
        likelihood=likelihood(words),
    )


def _related(context: Context, relation: Relation, target: Entry) -> Iterator[Record]:
    incident = _activity(context) if context.entry.kind == "group" else None
    if incident:
        yield from context.once(incident)
    words = likely(relation.tags)
    said = f"{context.entry.label} {relation.type.replace('-', ' ')} {target.label}{_qualified(words)}"
    key = (relation.type, digest(target.key, *relation.tags))
    label, summary = f"{context.publisher.label} reports: {said}", f"{context.publisher.label} says: {said}."
    yield _report(context, key, label, summary, incident, likelihood(words))


def _qualified(words: str) -> str:
    return f" ({words.replace('-', ' ')})" if words else ""
