"""Lines of a spreadsheet to the entries of a fact file, each with the cell in which it stands.

What comes out is what the reader of YAML gives, so that all that is checked of fact files is checked of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ....errors import Problem, did_you_mean
from ....ontology import ACTOR_KINDS
from ....ontology.states import state_of
from ....ontology.texts import fold
from ...yaml.marks import Marked, Path, Place
from ..case import SharedActors
from . import cells
from .columns import CLAIMS, NOTES, OTHERS

#: More rows than a sheet can have: the rows of the sheets after the first count on from there.
SHEET: Final = 1 << 21
_DATES: Final = frozenset(("on", "public", "published", "retracted", "from", "to", "incident_from", "incident_to"))
_FLAGS: Final = frozenset(("own_view", "quote_translated", "disclosed", "translated"))
_CLAIM_LISTS: Final = ("responds_to", "endorses", "withdraws")
_PLAIN: Final = ("act", "own_view", "form", "role", "outcome", "condition", "on", "public", "replaced_by", "unit")
#: What a claim has in entries of its own: the field of it, and the columns that fill these.
_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "quote": {"text": "quote", "lang": "quote_lang", "translated": "quote_translated"},
    "confidence": {
        "words": "confidence",
        "scale": "confidence_scale",
        "label": "confidence_label",
        "value": "confidence_value",
    },
    "likelihood": {
        "words": "likelihood",
        "scale": "likelihood_scale",
        "label": "likelihood_label",
        "value": "likelihood_value",
    },
}
_OUTLET: Final = "outlet"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its place, and its cells that are not empty by the name of their column, with their places."""

    place: Place
    cells: Mapping[str, tuple[str, Place]]

    def text(self, column: str) -> str:
        """Return what stands in a column; nothing if it is empty."""
        return self.cells[column][0] if column in self.cells else ""

    def at(self, column: str) -> Place:
        """Return where that stands; the row itself for an empty cell."""
        return self.cells[column][1] if column in self.cells else self.place


def unknown_columns(sheet: str, names: Sequence[str]) -> list[tuple[int, str]]:
    """Return the columns (from 1) that a sheet cannot have, and what is wrong with each."""
    known = OTHERS.get(sheet, CLAIMS)
    found = []
    for place, name in enumerate(names, 1):
        if name and name != NOTES and name not in known:
            hint = did_you_mean(name, known, f'"{NOTES}" is for what is not to be read')
            found.append((place, f'unknown column "{name}"{hint}'))
        elif name and name in names[: place - 1]:
            found.append((place, f'there are two columns "{name}"; rename or delete one of them'))
    return found


class Builder:
    """Makes the entries of a fact file of lines; `marked` has them, with their places and what is wrong with them."""

    def __init__(self, case: str, file: str, shared: SharedActors | None) -> None:
        self._file = file
        sections: dict[str, Any] = {"actors": {}, "incidents": {}, "sources": {}, "evidence": {}, "claims": []}
        self.marked = Marked(data={"case": case, **sections})
        self.marked.values[()] = self.marked.values["case",] = (1, 1)
        self.warnings: list[Problem] = []
        self._by_name: dict[str, dict[str, str]] = {section: {} for section in sections}
        self._ids: set[str] = set()
        self._later: list[Callable[[], None]] = []
        for key, actor in (shared.actors if shared else {}).items():
            names = (*actor.name.values(), *(alias.name for alias in actor.aliases))
            self._by_name["actors"].update(dict.fromkeys([key, *map(fold, names)], key))

    def done(self) -> Marked:
        """Return what was made, when all lines were added."""
        for resolve in self._later:
            resolve()
        return self.marked

    # --------------------------------------------------------------------------------------------- sheets of things

    def things(self, section: str, lines: Sequence[Line]) -> None:
        """Add the lines of a sheet of actors, incidents, sources or evidence."""
        for line in lines:
            called = line.text({"sources": "title", "evidence": "summary"}.get(section, "name"))
            key = line.text("key") or cells.slug(called, self._taken(section))
            if key in self.marked.data[section]:
                self._fault((section, key), line.at("key"), f'the key "{key}" is used twice; choose another')
                continue
            self._name(section, key, key, called, line.text("url"))
            for alias in cells.items(line.text("aliases")):
                self._by_name[section].setdefault(fold(alias), key)
            self._enter(section, key, line.place)
            self._later.append(lambda key=key, line=line: self._fill(section, key, line))  # type: ignore[misc]

    def _fill(self, section: str, key: str, line: Line) -> None:
        """Fill an entry, when all things are known by their names."""
        for column, (text, place) in line.cells.items():
            path: Path = (section, key, column)
            if column in ("key", NOTES, "mode"):
                continue
            if column in ("part_of", "speaks_for", "victims"):
                self._put(path, [self._actor(name, place) for name in cells.items(text)], place)
            elif column in ("publisher", "held_by"):
                self._put(path, self._actor(text, place, _OUTLET if column == "publisher" else ""), place)
            elif column == "aliases":
                self._put(path, cells.items(text), place)
            elif column == "corrects":
                self._put(path, [self._source(title, place) for title in cells.items(text)], place)
            elif column == "relies_on":
                self._rely(key, text, line.text("mode"), place)
            else:
                self._put(path, self._value(column, text), place)

    # -------------------------------------------------------------------------------------------------------- claims

    def claims(self, lines: Sequence[Line]) -> None:
        """Add the lines of claims."""
        self._ids.update(line.text("id") for line in lines if line.text("id"))
        for line in lines:
            self._claim(line)

    def _claim(self, line: Line) -> None:
        index = len(self.marked.data["claims"])
        path: Path = ("claims", index)
        self.marked.data["claims"].append({})
        self.marked.values[path] = line.place
        self._put((*path, "id"), line.text("id") or self._made_up(line), line.at("id"))
        for column, kinds, default in (
            ("by", "by_kind", ""),
            ("accused", "accused_kind", ""),
            ("as_told_by", "", _OUTLET),
        ):
            self._actors(path, column, line, kinds, default)
        if line.text("instead_of"):
            self._actors(path, "instead_of", line, "accused_kind", "")
        self._through(path, line)
        self._incident(path, line)
        self._sources(path, line)
        for column in _PLAIN:
            if text := line.text(column):
                self._put((*path, column), self._value(column, text), line.at(column))
        for column in _CLAIM_LISTS:
            if text := line.text(column):
                self._put((*path, column), cells.items(text), line.at(column))
        self._evidence(path, line)
        self._parts(path, line)

    def _made_up(self, line: Line) -> str:
        """Return an id for a claim that has none, which stays as long as what it is made of."""
        made = " ".join(filter(None, (line.text("by"), line.text("act"), line.text("accused"), line.text("on"))))
        id_ = cells.slug(made or "claim", self._ids)
        self._ids.add(id_)
        return id_

    def _actors(self, path: Path, column: str, line: Line, kinds: str, default: str) -> None:
        names = cells.items(line.text(column))
        if not names:
            return
        said = cells.items(line.text(kinds))
        if len(said) not in (0, 1, len(names)):
            what = f'{len(said)} kinds for {len(names)} actors in "{column}"; write one for all, or one for each'
            self._fault((*path, kinds), line.at(kinds), what)
            said = []
        said = said * len(names) if len(said) == 1 else said
        each = said or [""] * len(names)
        keys = [
            self._actor(name, line.at(column), default, kind, line.at(kinds), kinds)
            for name, kind in zip(names, each, strict=True)
        ]
        self._put((*path, column), keys, line.at(column))

    def _actor(
        self, name: str, place: Place, default: str = "", kind: str = "", kind_place: Place = (1, 1), column: str = ""
    ) -> str:
        """Return the key of an actor: one that is known by this key or name, or a new one."""
        known = self._known("actors", name)
        if known is not None:
            entry = self.marked.data["actors"].get(known, {})
            if kind and entry.get("kind") not in (None, kind):
                message = f'"{name}" is of kind {entry["kind"]} in an earlier line, and of kind {kind} here'
                self._fault(("actors", known, "kind"), kind_place, message)
            elif kind and known in self.marked.data["actors"] and "kind" not in entry:
                self.marked.faults.pop(("actors", known), None)
                self._put(("actors", known, "kind"), kind, kind_place)
            return known
        key = cells.slug(name, self._taken("actors"))
        self._name("actors", key, name)
        self._enter("actors", key, place)
        self._put(("actors", key, "name"), name, place)
        if found := kind or default or ("state" if state_of(name) else ""):
            self._put(("actors", key, "kind"), found, kind_place if kind else place)
        else:
            where = f'in "{column}"' if column else 'on a sheet "actors", or where it speaks or is accused'
            message = f'"{name}" is new: say once what it is ({", ".join(ACTOR_KINDS)}), {where}'
            self._fault(("actors", key), place, message)
        return key

    def _through(self, path: Path, line: Line) -> None:
        """Who speaks for the speaker is an actor where one is known by that name, else words."""
        if text := line.text("through"):
            self._put((*path, "through"), self._known("actors", text) or text, line.at("through"))

    def _incident(self, path: Path, line: Line) -> None:
        if not (name := line.text("incident")):
            return
        key = self._known("incidents", name)
        if key is None:
            key = cells.slug(name, self._taken("incidents"))
            self._name("incidents", key, name)
            self._enter("incidents", key, line.at("incident"))
            self._put(("incidents", key, "name"), name, line.at("incident"))
        for column in ("kind", "from", "to"):
            self._agree(("incidents", key, column), line, f"incident_{column}")
        self._put((*path, "incident"), key, line.at("incident"))

    def _agree(self, path: Path, line: Line, column: str, value: Any = None) -> None:
        """Put a value that belongs to a thing and may stand in each of its lines; two that differ are told."""
        if not line.text(column):
            return
        section, key, name = path
        known = self.marked.data[section][key].get(name)
        value = self._value(column, line.text(column)) if value is None else value
        if known is None:
            self._put(path, value, line.at(column))
        elif known != value:
            first = self.marked.values[path][0] % SHEET
            self._fault(
                path, line.at(column), f'"{line.text(column)}" here, and "{known}" in line {first}; which is it?'
            )

    def _sources(self, path: Path, line: Line) -> None:
        text, place = line.text("source") or line.text("url"), line.at("source" if line.text("source") else "url")
        if not text:
            return
        listed = [self._known("sources", item) for item in cells.items(text)]
        if len(listed) > 1 and all(listed):
            self._put((*path, "source"), list(dict.fromkeys(listed)), place)
            return
        key = self._source(text, place, line.text("url"))
        self._put((*path, "source"), [key], place)
        for column, name in (
            ("url", "url"),
            ("archived", "archived"),
            ("published", "published"),
            ("source_lang", "lang"),
        ):
            self._agree(("sources", key, name), line, column)
        if publisher := line.text("publisher"):
            self._agree(
                ("sources", key, "publisher"), line, "publisher", self._actor(publisher, line.at("publisher"), _OUTLET)
            )
        if basis := line.text("source_relies_on"):
            at = line.at("source_relies_on")
            self._later.append(lambda: self._rely(key, basis, line.text("source_mode"), at))
        if line.text("section") or line.text("paragraph"):
            passage = {name: line.text(name) for name in ("section", "paragraph") if line.text(name)}
            self._put((*path, "at"), [passage], line.at("section"))
            for name in passage:
                self.marked.values[*path, "at", 0, name] = line.at(name)

    def _source(self, title: str, place: Place, url: str = "") -> str:
        """Return the key of a source: by its address, else by its key or title; or a new one."""
        known = self._by_name["sources"].get(url) if url else None
        if known is None:
            known = self._known("sources", title)
            other = self.marked.data["sources"].get(known, {}).get("url") if known else None
            if known and url and other not in (None, url):
                known = None  # another page of the same title
        if known is None:
            known = cells.slug(title, {*self._taken("sources"), *self._ids})
            self._enter("sources", known, place)
            self._put(("sources", known, "title"), title, place)
        self._name("sources", known, title, url)
        return known

    def _rely(self, key: str, text: str, mode: str, place: Place) -> None:
        """Say what a source rests on; another line may have said so as well."""
        path: Path = ("sources", key, "relies_on")
        listed = self.marked.data["sources"][key].setdefault("relies_on", [])
        self.marked.values.setdefault(path, place)
        for title in cells.items(text):
            if self._known("sources", title) is None:
                message = f'no line has the source "{title}"; it is taken for one of which only the title is known'
                self.warnings.append(Problem(message, self._file, *place, warning=True))
            entry = {"on": self._source(title, place)} | ({"mode": mode} if mode else {})
            if entry not in listed:
                self.marked.values[*path, len(listed)] = self.marked.values[*path, len(listed), "on"] = place
                listed.append(entry)

    def _evidence(self, path: Path, line: Line) -> None:
        if text := line.text("evidence"):
            keys = [self._piece(item, line.at("evidence")) for item in cells.items(text)]
            self._put((*path, "evidence"), keys, line.at("evidence"))
        if text := line.text("challenges"):
            named = [self._known("evidence", item) or item for item in cells.items(text)]
            self._put((*path, "challenges"), named, line.at("challenges"))

    def _piece(self, summary: str, place: Place) -> str:
        known = self._known("evidence", summary)
        if known is None:
            known = cells.slug(summary, {*self._taken("evidence"), *self._taken("sources"), *self._ids})
            self._name("evidence", known, summary)
            self._enter("evidence", known, place)
            self._put(("evidence", known, "summary"), summary, place)
        return known

    def _parts(self, path: Path, line: Line) -> None:
        for name, columns in _PARTS.items():
            found = {field: column for field, column in columns.items() if line.text(column)}
            if found:
                entry = {field: self._value(column, line.text(column)) for field, column in found.items()}
                self._put((*path, name), entry, line.at(next(iter(found.values()))))
                for field, column in found.items():
                    self.marked.values[*path, name, field] = line.at(column)
        if text := line.text("quantity"):
            self._put((*path, "quantity"), cells.figure(text), line.at("quantity"))
        if text := line.text("summary"):
            language = line.text("summary_lang")
            self._put((*path, "summary"), {language: text} if language else text, line.at("summary"))

    # ------------------------------------------------------------------------------------------------------- entries

    def _value(self, column: str, text: str) -> str:
        if column in _DATES:
            return cells.date(text)
        return cells.flag(text) if column in _FLAGS else text

    def _known(self, section: str, text: str) -> str | None:
        names = self._by_name[section]
        return text if text in self.marked.data[section] else names.get(text) or names.get(fold(text))

    def _name(self, section: str, key: str, *names: str) -> None:
        """Let a thing be known by names, unless another is."""
        for name in filter(None, names):
            is_address = section == "sources" and name.startswith(("http://", "https://"))
            self._by_name[section].setdefault(name if is_address else fold(name) or name, key)

    def _taken(self, section: str) -> set[str]:
        return {*self.marked.data[section], *self._by_name[section].values()}

    def _enter(self, section: str, key: str, place: Place) -> None:
        self.marked.data[section][key] = {}
        self.marked.values[section, key] = self.marked.keys[section, key] = place

    def _put(self, path: Path, value: Any, place: Place) -> None:
        whole = self.marked.data
        for part in path[:-1]:
            whole = whole[part]
        whole[path[-1]] = value
        self.marked.values[path] = self.marked.keys[path] = place
        if isinstance(value, list):
            for index, _ in enumerate(value):
                self.marked.values[*path, index] = place

    def _fault(self, path: Path, place: Place, message: str) -> None:
        self.marked.faults.setdefault(path, Problem(message, self._file, *place))
