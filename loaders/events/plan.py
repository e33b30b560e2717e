"""What is done with the rows of events, as SQL that every engine runs: so all give the same claims.

An engine reads files into `told`: a row for each combination of the cells that are used, as one text with tabs (to
compare one text takes half as long as ten), with how many rows have it (`n`) and where the first of them is (`place`).
Here that becomes claims, and reasons why rows became none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .mapping import MappingFile
from .schema import ChoiceEntry

#: The tables of a plan: what codes stand for, and what the words of lookups mean. Their columns are texts.
ACTS: Final = ("code", "written", "act", "matter")
WORDS: Final = ("lookup", "word", "means")
_NOTHING: Final = "CAST(NULL AS STRING)"
#: Why rows with a code that counts are no claim.
PROBLEMS: Final = {
    "day": "the day cannot be read",
    "speaker": "nobody is named as speaker",
    "accused": "nobody is named as accused",
    "self": "speaker and accused are the same",
}
#: A short text for all that claims differ in, so that a claim keeps its IRI when more rows are counted.
_KEYED: Final = "CAST(day AS STRING), act, code, speaker_kind, speaker, accused_kind, accused"
_KEY: Final = f"substr(md5(concat_ws(chr(10), {_KEYED})), 1, 16)"
#: What claims differ in, in the order in which they stand.
KEYS: Final = ("day", "act", "matter", "code", "speaker", "speaker_kind", "accused", "accused_kind")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What engines write differently: names, a text that is cut at tabs, one of its cells (from 1), and the first
    `most` of the texts of a group."""

    quoted: Callable[[str], str]
    cut: Callable[[str], str]
    cell: Callable[[str, int], str]
    first: Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The queries of a mapping in the words of an engine."""

    file: MappingFile
    dialect: Dialect

    @property
    def acts(self) -> list[tuple[str, str, str, str]]:
        """The rows of the table `acts`."""
        return [(code.lower(), code, entry.act, entry.matter) for code, entry in self.file.mapping.acts.items()]

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """The rows of the table `words`."""
        lookups = self.file.mapping.lookups.items()
        return [(name, word, means) for name, found in lookups for word, means in found.items()]

    @property
    def _sources(self) -> dict[str, str]:
        """The columns of a file that are kept, by the name that each has in `told`."""
        kept = [name for name in self.file.columns if name != self.file.mapping.id]
        return {name: f"_{place}" for place, name in enumerate(kept)}

    def reading(self, rows: str, has: Sequence[str], file: str) -> str:
        """Return the query that makes rows for `told` of the relation `rows`.

        `has` are the columns of the relation among those that are used, `file` is its expression for the name of a
        file. Rows of codes that do not count are one row, without a text; a header that stands among them is none.
        """
        cell = {name: f"coalesce({self._cell(name)}, '')" for name in has}
        texts = " || chr(9) || ".join(("code", *(cell.get(name, "''") for name in self._sources)))
        place = f"{file} || chr(9) || {cell[self.file.mapping.id]}"
        codes = ", ".join(f"'{code}'" for code, *_ in self.acts)
        return (
            f"SELECT texts, count(*) AS n, min(place) AS place FROM (SELECT "
            f"CASE WHEN code IN ({codes}) THEN {texts} END AS texts, "
            f"CASE WHEN code IN ({codes}) THEN {place} END AS place FROM ("
            f"SELECT *, {self._code()} AS code FROM {rows}{self._without_headers()}) AS coded) AS kept GROUP BY texts"
        )

    def _code(self) -> str:
        """Return the expression for the code of a row; it is computed for every row, and so as short as may be."""
        names = [f"trim(BOTH ' ' FROM {self.dialect.quoted(name)})" for name in self.file.mapping.code]
        code = names[0] if len(names) == 1 else f"concat_ws(' ', {', '.join(names)})"
        return code if all(code.isdigit() for code, *_ in self.acts) else f"lower({code})"

    def _without_headers(self) -> str:
        """Return the condition that a row is no header, where there may be any."""
        if not any(layout.header for layout in self.file.mapping.layouts.values()):
            return ""
        header = self.file.mapping.day.column
        day = self.dialect.quoted(header)
        return f" WHERE {day} IS NULL OR {day} <> '{header}'"

    def _cell(self, column: str) -> str:
        """Return the text in a column, or NULL for nothing."""
        text = f"nullif(trim(BOTH ' ' FROM {self.dialect.quoted(column)}), '')"
        for word in self.file.mapping.missing:
            text = f"nullif({text}, '{word}')"
        return text

    def judged(self) -> str:
        """Return the query for what each row of `told` says, and why it is no claim (`problem`), where it is none."""
        mapping, joins = self.file.mapping, _Joins(self._sources)
        found = {
            "speaker": joins.text(mapping.speaker.name),
            "speaker_kind": joins.text(mapping.speaker.kind),
            "accused": joins.text(mapping.accused.name),
            "accused_kind": joins.text(mapping.accused.kind),
        }
        chosen = ", ".join(f"{text} AS {name}" for name, text in found.items())
        address = self._sources[mapping.address] if mapping.address else _NOTHING
        web = f"CASE WHEN {address} LIKE 'http://%' OR {address} LIKE 'https://%' THEN {address} END"
        own = "a.act IN ('denial', 'responsibility')"
        return (
            f"SELECT day, act, matter, code, speaker, speaker_kind, "
            f"CASE WHEN own THEN speaker ELSE accused END AS accused, "
            f"CASE WHEN own THEN speaker_kind ELSE accused_kind END AS accused_kind, address, n, place, "
            f"CASE WHEN speaker IS NULL THEN 'speaker' WHEN day IS NULL THEN 'day' "
            f"WHEN own THEN NULL WHEN accused IS NULL THEN 'accused' WHEN accused = speaker THEN 'self' END AS problem "
            f"FROM (SELECT t.n, t.place, a.written AS code, a.act, a.matter, {own} AS own, {self._day()} AS day, "
            f"{web} AS address, {chosen} FROM ({self._cut()}) AS t "
            f"JOIN acts a ON a.code = t.code {joins.written}) AS read"
        )

    def _cut(self) -> str:
        """Return the query that cuts the texts of rows into cells again, without rows of codes that do not count."""
        cells = ", ".join(
            f"nullif({self.dialect.cell('cells', place)}, '') AS {name}"
            for place, name in enumerate(("code", *self._sources.values()), 1)
        )
        cut = f"SELECT n, place, {self.dialect.cut('texts')} AS cells FROM told WHERE texts IS NOT NULL"
        return f"SELECT n, place, {cells} FROM ({cut}) AS cut"

    def _day(self) -> str:
        text = f"t.{self._sources[self.file.mapping.day.column]}"
        if self.file.mapping.day.format == "YYYYMMDD":
            dashed = f"substr({text}, 1, 4) || '-' || substr({text}, 5, 2) || '-' || substr({text}, 7, 2)"
            shape, length = text, 8
        else:
            dashed, length = text, 10
            shape = f"substr({text}, 1, 4) || substr({text}, 6, 2) || substr({text}, 9, 2)"
        plain = f"length({text}) = {length} AND translate({shape}, '0123456789', '') = '' AND {text} > '0001'"
        return f"CASE WHEN {plain} THEN TRY_CAST({dashed} AS DATE) END"

    def claims(self, judged: str = "judged") -> str:
        """Return the query for the claims, in their order."""
        keys = ", ".join(KEYS)
        first = self.dialect.first("address", self.file.mapping.addresses)
        return (
            f"SELECT {_KEY} AS key, {keys}, CAST(sum(n) AS BIGINT) AS coded_rows, {first} AS addresses FROM ("
            f"SELECT {keys}, address, sum(n) AS n FROM {judged} WHERE problem IS NULL GROUP BY {keys}, address"
            f") AS told_once GROUP BY {keys} ORDER BY {keys}"
        )

    def problems(self, judged: str = "judged") -> str:
        """Return the query for why rows are no claims: the problem, how many rows, and where the first is."""
        return (
            f"SELECT problem, CAST(sum(n) AS BIGINT) AS n, min(place) AS place FROM {judged} "
            "WHERE problem IS NOT NULL GROUP BY problem ORDER BY problem"
        )

    @property
    def total(self) -> str:
        """The query for how many rows there are."""
        return "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM told"


class _Joins:
    """The joins with the table `words` that the choices of actors need."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources
        self._aliases: dict[tuple[str, str], str] = {}

    def text(self, choices: Sequence[ChoiceEntry]) -> str:
        """Return the expression for the first choice that finds something."""
        return f"coalesce({', '.join(map(self._one, choices))})"

    def _one(self, choice: ChoiceEntry) -> str:
        if choice.lookup is not None and choice.column is not None:
            alias = self._aliases.setdefault((choice.lookup, choice.column), f"w{len(self._aliases)}")
            return f"{alias}.means"
        if choice.value is not None:
            if choice.column is None:
                return f"'{choice.value}'"
            return f"CASE WHEN {self._of(choice.column)} IS NOT NULL THEN '{choice.value}' END"
        return self._of(str(choice.column))

    def _of(self, column: str) -> str:
        return f"t.{self._sources[column]}"

    @property
    def written(self) -> str:
        """The joins."""
        return " ".join(
            f"LEFT JOIN words {alias} ON {alias}.lookup = '{lookup}' AND {alias}.word = {self._of(column)}"
            for (lookup, column), alias in self._aliases.items()
        )
