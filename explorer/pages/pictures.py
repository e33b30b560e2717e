"""The pictures of the view, drawn by its scripts for pages: in the reader's colours, with links to pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar
from xml.etree import ElementTree

from markupsafe import Markup

from ...graph.ask.names import key_of
from ...graph.store.facts import Facts
from ...graph.view.collect import Scope, collect
from ...graph.view.engine import draw
from ...graph.view.looks import LOOKS
from ...graph.view.pictures import PICTURES
from ...ontology import ID
from ...ontology.acts import DENYING
from ...ontology.records import Actor, Incident
from .addresses import path_of
from .asking import Asking
from .reading import Reading

R = TypeVar("R", Actor, Incident)

_SVG: Final = "{http://www.w3.org/2000/svg}"
#: In pixels: how wide pictures are drawn for desks, beside filters, and for phones.
WIDE, BESIDE, NARROW = 1180, 900, 390
#: What is drawn of something that more claims are about: the latest of them. More nobody reads, and it takes seconds.
MOST_CLAIMS: Final = 600
#: The colours are those of the page, so that one drawing serves light and dark.
_NAMES: Final = {
    "paper": "paper", "ink": "ink", "faint": "faint", "node": "node", "nodeLine": "node-line", "incident": "incident",
    "incidentLine": "incident-line", "select": "ink", "soft": "soft", "rule": "rule", "ground": "ground",
}  # fmt: skip
THEME: Final = {
    **{name: f"var(--{variable})" for name, variable in _NAMES.items()},
    "acts": {look: f"var(--{look})" for look in (*LOOKS, "allegation")},
}


class Drawn(NamedTuple):
    """A picture in two widths, its headline, and how many claims of how many it was drawn from."""

    wide: Markup
    narrow: Markup
    title: str
    claims: int
    of: int


def drawn(reading: Reading, asking: Asking, name: str, focus: str | None, claims: Sequence[str]) -> Drawn:
    """Return one of `PICTURES` of some claims (IRIs, in order of date) about an actor or incident (an IRI; None: all of
    them); drawn once for each language."""
    return _kept(reading, asking, (name, focus, WIDE), claims, ())


def overview(reading: Reading, asking: Asking, incidents: Sequence[str], wide: int = WIDE) -> Drawn | None:
    """Return these incidents (IRIs) as small boards, `wide` pixels wide for desks; None where nobody says anything of
    them."""
    about = {iri for incident in incidents for iri in reading.claims.with_("incident", incident)}
    claims = sorted(about, key=reading.claims.place.__getitem__)
    return _kept(reading, asking, ("overview", None, wide), claims, incidents) if claims else None


def _kept(
    reading: Reading,
    asking: Asking,
    picture: tuple[str, str | None, int],
    claims: Sequence[str],
    incidents: Sequence[str],
) -> Drawn:
    kept = str({key: asking.given.get(key) for key in ("lang", "as-of")})
    key = ("picture", *picture, asking.lang, kept, hash((*claims, *incidents)))
    return reading.remembered(key, lambda: _drawn(reading, asking, picture, claims, incidents))


def _drawn(
    reading: Reading,
    asking: Asking,
    picture: tuple[str, str | None, int],
    claims: Sequence[str],
    incidents: Sequence[str],
) -> Drawn:
    name, focus, width = picture
    some = claims if incidents else claims[-MOST_CLAIMS:]
    scope = Scope(focus=focus, as_of=reading.day, states=reading.states, placed=False)
    data = _as_received(reading, collect(_part(reading, asking.lang, some), scope, title="", lang=asking.lang))
    if incidents:  # such claims are about others, too
        data["nodes"] = [row for row in data["nodes"] if row["type"] != "incident" or _iri(row["id"]) in incidents]
    state = {"focus": data["focus"], "fold": False}
    sizes = [{"width": each, "bare": True} for each in (width, NARROW)]
    pictures = [draw(data, name, state=state, size=size, theme=THEME, lang=asking.lang) for size in sizes]
    wide, narrow = (_linked(each.svg, asking, reading, focus) for each in pictures)
    return Drawn(wide, narrow, pictures[0].title, len(some), len(claims))


def _as_received(reading: Reading, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a view with the statuses, origins and withdrawals that follow from all claims, and not only
    from those that are drawn."""
    for row in data["allegations"]:
        each = reading.assessments.get(_iri(row["id"]))
        if each is not None:
            row |= {"status": each.status.label, "history": []}
            row["origins"] = {name: getattr(each.origins, name) for name in ("outlets", "roots", "low", "high")}
    for row in data["claims"]:
        row |= {"withdrawn": _iri(row["id"]) in reading.gone, "takenBack": []}
    return data


def _part(reading: Reading, lang: str, claims: Sequence[str]) -> Facts:
    """Return the facts of some claims with what they are called in a language."""
    facts, names = reading.facts, reading.names(lang)
    part = {iri: facts.claims[iri] for iri in claims}
    actors, incidents = _named(facts.actors, names), _named(facts.incidents, names)
    return replace(facts, claims=part, actors=actors, incidents=incidents)


def _named(things: Mapping[str, R], names: Mapping[str, str]) -> dict[str, R]:
    """Return things by what they are called in a language, if it is anything."""
    called = {iri: replace(things[iri], label=name) for iri, name in names.items() if iri in things}
    return {**things, **called}


def _linked(svg: str, asking: Asking, reading: Reading, focus: str | None) -> Markup:
    """Return a drawing in which what can be chosen on the page of the view leads to a page of ours."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by us, and no entity is declared in it
    _link(root, asking, reading, focus)
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - serialised, so all text is escaped


def _link(element: ElementTree.Element, asking: Asking, reading: Reading, focus: str | None) -> None:
    for place, child in enumerate(element):
        href = _href(child, asking, reading, focus)
        if href is None:
            _link(child, asking, reading, focus)
            continue
        link = ElementTree.Element(f"{_SVG}a", {"href": href})
        child.attrib.pop("role", None)
        label = child.attrib.pop("aria-label", "")
        shown = " ".join(each.text or "" for each in child.iter(f"{_SVG}text")) or child.text or ""
        if shown in label:  # what is read out has what is seen
            link.set("aria-label", label)
        # Names can be reached by the tab key; signs, of which there are many, are listed below the picture, too.
        if child.attrib.pop("tabindex", "-1") != "0":
            link.set("tabindex", "-1")
        link.append(child)
        element[place] = link


def _href(element: ElementTree.Element, asking: Asking, reading: Reading, focus: str | None) -> str | None:
    for kind in ("claim", "allegation", "actor", "incident"):
        key = element.get(f"data-{kind}")
        if key:
            return asking.href(path_of(_iri(key)))
    several = [_iri(key) for key in element.get("data-claims", "").split()]
    if not several:
        return None
    if len(several) == 1:
        return asking.href(path_of(several[0]))
    one, other = map(_iri, element.get("data-pair", "").split())
    incident = key_of(focus) if focus in reading.facts.incidents else None
    if all(reading.facts.claims[iri].act in DENYING for iri in several if iri in reading.facts.claims):
        return asking.href("/claims", speaker=key_of(one), act=sorted(DENYING), incident=incident)
    return asking.href("/claims", speaker=key_of(one), accused=key_of(other), incident=incident)


def _iri(key: str) -> str:
    """Return the IRI of what the view calls by a key: ours without what all of ours begin with."""
    return key if ":" in key.partition("/")[0] else ID + key


__all__ = ["PICTURES", "Drawn", "drawn", "overview"]
