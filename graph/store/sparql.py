"""SPARQL on the store: our prefixes, parameters as terms, rows as Python values, and nothing from outside.

Oxigraph evaluates the query. It never reads files or fetches `FROM` documents; federated queries (`SERVICE`) are
refused here, because a query must not reach the network.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyoxigraph as ox

from ...errors import QueryError
from ...ontology import PREFIXES, XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: The values of a query's parameters, by the name of the variable; several terms are alternatives.
Parameters = Mapping[str, Term | Sequence[Term]]

# The tokens of SPARQL 1.1 (section 19.8) that may hold what looks like a variable, and those that shape a query.
_LEXEME = r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                 | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<bracket>[{}()])
      | (?P<word>@?(?:[\w.\-%:]|\\.)+)"""
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

# SERVICE, perhaps SILENT, then a variable or IRI, and a group. Oxigraph needs no space before or between them
# (`1SERVICE:x{}` is one), and whether it sees an IRI or two operators depends on the grammar. So this is looked for in
# the text as it stands, also inside of strings and comments: better to refuse one query too many.
_GAP = r"(?:\s++|\#[^\n\r]*+)*+"
_SERVICE = rf"""SERVICE {_GAP} (?:SILENT {_GAP})?
               (?: <[^<>]*+> | [?$][^\s{{}}()<>"'\#?$]++
                 | (?:[^\s{{}}()<>"'\#\\:?$]|\\.)*+ : (?:[^\s{{}}()<>"'\#\\]|\\.)*+ ) {_GAP} \{{"""
# Each occurrence of the word is followed to the end of the text at worst: this many characters are, and no more.
_MOST_LOOKED_AT = 50_000_000

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_NUMBERS: dict[str, Callable[[str], Any]] = {
    XSD + "integer": int,
    XSD + "decimal": lambda text: _decimal(text),
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: _BOOLEANS.get(text, text),
}


class Row(tuple[Any, ...]):
    """One result of a SELECT: a tuple of Python values that can also be read by variable, `row["a"]` or `row.a`.

    IRIs, texts and dates are strings, numbers and booleans are numbers and booleans, what is unbound is None.
    A variable that is called like a method of tuples, such as ?count, is read as `row["count"]`.
    """

    _columns: Sequence[str]

    def __new__(cls, columns: Sequence[str], values: Sequence[Any]) -> Row:
        row = super().__new__(cls, values)
        row._columns = columns
        return row

    def __getnewargs__(self) -> tuple[Sequence[str], tuple[Any, ...]]:
        return self._columns, tuple(self)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            try:
                return super().__getitem__(self._columns.index(key))
            except ValueError:
                raise KeyError(key) from None
        return super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no variable {name!r}; there are {', '.join(self._columns)}") from None

    def keys(self) -> Sequence[str]:
        """The variables, in the order of the SELECT."""
        return self._columns


def run(
    store: ox.Store, query: str, parameters: Parameters | None = None
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Evaluate a user's query over the union of all named graphs, or over those that it names with FROM.

    `parameters` are bound as by `bind`. Raises `QueryError` for a query that is malformed, is an update, uses SERVICE,
    or lacks a variable that is given.
    """
    refuse_service(query)
    return _evaluate(store, query, parameters)


def _evaluate(
    store: ox.Store, query: str, parameters: Parameters | None
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    text = bind(query, parameters or {})
    with answering(query):
        return store.query(text, prefixes=PREFIXES, use_default_graph_as_union=not names_its_graphs(query))


@contextmanager
def answering(query: str) -> Iterator[None]:
    """Turns what goes wrong while a query is answered into a `QueryError`; results are computed as they are read."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_syntax(error, query)) from error
    except BrokenPipeError:
        raise  # whoever reads the results has seen enough
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {_one_line(error)}") from error


def solutions(store: ox.Store, query: str, parameters: Parameters | None = None) -> ox.QuerySolutions:
    """The results of a SELECT of our own as terms; a user's query is for `run`, which refuses SERVICE."""
    result = _evaluate(store, query, parameters)
    if not isinstance(result, ox.QuerySolutions):
        raise QueryError("a SELECT is needed here")
    return result


def select(store: ox.Store, query: str, parameters: Parameters | None = None) -> Iterator[Row]:
    """The results of a SELECT of our own as Python values."""
    return rows(solutions(store, query, parameters))


def rows(solutions: ox.QuerySolutions) -> Iterator[Row]:
    """The results of a SELECT as Python values."""
    columns = [variable.value for variable in solutions.variables]
    with answering(""):
        for solution in solutions:
            yield Row(columns, [value(term) for term in solution])


def value(term: Term | None) -> Any:
    """A term as a Python value; see `Row`."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        number = _NUMBERS.get(term.datatype.value)
        try:
            return number(term.value) if number else term.value
        except (ValueError, ArithmeticError):
            return term.value  # an ill-typed literal such as "x"^^xsd:integer is shown as it is
    return str(term) if isinstance(term, ox.Triple) else term.value


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


def bind(query: str, parameters: Parameters) -> str:
    """The query with its variables `?name` or `$name` bound to terms.

    In the query's pattern a term takes the place of the variable; several terms are its alternatives. The head and the
    end of a SELECT keep the variable, so that it can be projected, grouped and sorted by. Strings, IRIs and comments
    are never touched, and what is put in is always whole terms in SPARQL's syntax. Raises `QueryError` for a parameter
    that the query does not use.
    """
    return _Binding(parameters).of(query) if parameters else query


class _Binding:
    """Binds the variables of one query, token by token."""

    def __init__(self, parameters: Parameters) -> None:
        self.terms = {name: _alternatives(given) for name, given in parameters.items()}
        self.unused = dict.fromkeys(parameters)
        self.form = ""
        self.open = ""  # the brackets that are open
        self.pattern_begun = False

    def of(self, query: str) -> str:
        text = _lexeme().sub(self._bound, query)
        for name in self.unused:
            raise QueryError(f"the query has no variable ?{name} that the parameter {name!r} could stand for")
        for name, terms in self.terms.items():
            if len(terms) != 1 and self.form != "SELECT":
                raise QueryError(f"{name!r} stands for {len(terms)} things, which only a SELECT can take")
        return text

    def _bound(self, match: re.Match[str]) -> str:
        found = match.group()
        if match.lastgroup == "variable":
            return self._variable(found)
        if match.lastgroup == "bracket":
            return self._bracket(found)
        if match.lastgroup == "word" and not self.form and found.upper() in _FORMS:
            self.form = found.upper()
        return found

    def _variable(self, variable: str) -> str:
        terms = self.terms.get(variable[1:])
        if terms is None:
            return variable
        self.unused.pop(variable[1:], None)
        in_pattern = "{" in self.open or self.form != "SELECT"
        return str(terms[0]) if in_pattern and len(terms) == 1 else variable

    def _bracket(self, bracket: str) -> str:
        self.open = self.open + bracket if bracket in "{(" else self.open[:-1]
        if self.open != "{" or self.form != "SELECT" or self.pattern_begun:
            return bracket
        self.pattern_begun = True
        return bracket + "".join(f" VALUES ?{name} {{ {' '.join(map(str, self.terms[name]))} }}" for name in self.terms)


def _alternatives(given: Term | Sequence[Term]) -> Sequence[Term]:
    return given if isinstance(given, list | tuple) else (given,)


@cache
def _lexeme() -> re.Pattern[str]:
    return re.compile(_LEXEME, re.VERBOSE | re.DOTALL)  # on first use: it takes longer than most queries


def names_its_graphs(query: str) -> bool:
    """Whether a query has a FROM clause, which Oxigraph passes over when it is told to join all graphs."""
    if "FROM" not in query.upper():
        return False
    words = (match.group() for match in _lexeme().finditer(query) if match.lastgroup == "word")
    return any(word.upper() == "FROM" for word in words)


def refuse_service(query: str) -> None:
    """Raises `QueryError` for a query that uses SERVICE, or may do so."""
    for text in (query, _unescaped(query)):
        occurrences = text.upper().count("SERVICE")
        if occurrences * len(text) > _MOST_LOOKED_AT:
            raise QueryError(
                "SERVICE is not allowed, and this query says the word too often to be sure that it is not used"
            )
        found = re.search(_SERVICE, text, re.VERBOSE | re.IGNORECASE) if occurrences else None
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise QueryError(f"line {line}: SERVICE is not allowed; a query never reaches the network")


def _unescaped(text: str) -> str:
    """The text with its code point escapes resolved: SPARQL 1.1 (section 19.2) does that first, Oxigraph so far not."""
    if "\\" not in text:
        return text
    escape = r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})"
    return re.sub(escape, lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)


def _syntax(error: SyntaxError, query: str) -> str:
    message = _one_line(error.msg)
    if re.search(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b", query, re.IGNORECASE):
        message += f"; only queries are taken ({', '.join(_FORMS)}), the graph is changed by load and unload"
    return f"malformed SPARQL: {message}"


def _one_line(error: object) -> str:
    return textwrap.shorten(str(error), 200, placeholder=" …")
