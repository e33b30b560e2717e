"""The text of SPARQL queries: parameters put in as terms, what reaches for the network refused, mistakes put in words.

What evaluates a query is a store's own affair. Oxigraph never reads files or fetches `FROM` documents; federated
queries (`SERVICE`) are refused here, because a query must not reach the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyoxigraph as ox

from ....errors import QueryError
from ....ontology import PREFIXES
from .lexemes import FORMS, lexeme, lexemes

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: The values of a query's parameters, by the name of the variable; several terms are alternatives.
Parameters = Mapping[str, Term | Sequence[Term]]

# SERVICE, perhaps SILENT, then a variable or IRI, and a group. Oxigraph needs no space before or between them
# (`1SERVICE:x{}` is one), and whether it sees an IRI or two operators depends on the grammar. So this is looked for in
# the text as it stands, also inside of strings and comments: better to refuse one query too many.
_GAP = r"(?:\s++|\#[^\n\r]*+)*+"
_SERVICE = rf"""SERVICE {_GAP} (?:SILENT {_GAP})?
               (?: <[^<>]*+> | [?$][^\s{{}}()<>"'\#?$]++
                 | (?:[^\s{{}}()<>"'\#\\:?$]|\\.)*+ : (?:[^\s{{}}()<>"'\#\\]|\\.)*+ ) {_GAP} \{{"""

#: How deep a query may be nested, and how many of its parts may each put the rest one level deeper inside of an engine:
#: groups, expressions with a name, operators. Some 500 calls in each other, or 3,000 parts, would end the process.
DEEPEST = 100
MOST_PARTS = 1000
_PART = r"(?i)\{|\b(?:AS|FILTER)\b|[+*/|&!=<>]|(?<!\^)\^(?!\^)|(?<!\w)-|(?<=\d)-"

# Each occurrence of the word is followed to the end of the text at worst: this many characters are, and no more.
_MOST_LOOKED_AT = 50_000_000


def bind(query: str, parameters: Parameters) -> str:
    """Return the query with its variables `?name` or `$name` bound to terms.

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
        text = lexeme().sub(self._bound, query)
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
        if match.lastgroup == "word" and not self.form and found.upper() in FORMS:
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


def names_its_graphs(query: str) -> bool:
    """Return whether a query has a FROM clause, which Oxigraph passes over when it is told to join all graphs."""
    if "FROM" not in query.upper():
        return False
    return any(kind == "word" and text.upper() == "FROM" for kind, text in lexemes(query))


def graphs_of(query: str) -> list[str]:
    """Return the IRIs of the graphs that a query names with FROM and FROM NAMED, as far as they are whole IRIs or have
    a prefix that is known."""
    if not names_its_graphs(query):
        return []
    texts = [text for kind, text in lexemes(query) if kind != "comment" and text.strip()]
    prefixes = {f"{prefix}:": namespace for prefix, namespace in PREFIXES.items()}
    found = []
    for place, text in enumerate(texts):
        after = [*texts[place + 1 : place + 3], "", ""]
        if text.upper() == "PREFIX" and after[1].startswith("<"):
            prefixes[after[0]] = after[1][1:-1]
        elif text.upper() == "FROM":
            found.append(after[1] if after[0].upper() == "NAMED" else after[0])
    return [iri for text in found if (iri := _whole(text, prefixes))]


def _whole(text: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, name = text.partition(":")
    namespace = prefixes.get(prefix + ":")
    if text.startswith("<"):
        return text[1:-1] if ":" in text else ""
    return namespace + name if namespace is not None and "\\" not in name else ""


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


def refuse_depth(query: str) -> None:
    """Raises `QueryError` for a query that is nested so deeply, or chains so much, that it could end the process."""
    if len(query) <= DEEPEST:
        return
    bare = lexeme().sub(_shape, query)
    depth = 0
    for place in re.finditer(r"[{(\[]|<<|[})\]]|>>", bare):
        depth += 1 if place[0] in ("{", "(", "[", "<<") else -1
        if depth > DEEPEST:
            line = bare.count("\n", 0, place.start()) + 1
            raise QueryError(f"line {line}: nested deeper than {DEEPEST} levels; ask for it in several queries")
    if len(bare) > MOST_PARTS and sum(1 for _ in re.finditer(_PART, bare)) > MOST_PARTS:
        raise QueryError(
            f"more than {MOST_PARTS:,} groups, filters and operators; put values into VALUES or IN,"
            " or ask in several queries"
        )


def _shape(match: re.Match[str]) -> str:
    """Return what of a lexeme nests a query: brackets, words; of what looks like an IRI its brackets, as `<` may be an
    operator before them."""
    found = match.group()
    if match.lastgroup == "bracket" or (match.lastgroup == "word" and ":" not in found):
        return found
    shape = re.sub(r"[^()\[\]]", "", found) if match.lastgroup == "iri" else ""
    return f" {shape} " + "\n" * found.count("\n")


def _unescaped(text: str) -> str:
    """Return the text with its code point escapes resolved: SPARQL 1.1 (section 19.2) does that first, Oxigraph so far
    not."""
    if "\\" not in text:
        return text
    escape = r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})"
    return re.sub(escape, lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)


@contextmanager
def answering(query: str = "") -> Iterator[None]:
    """Turn what goes wrong while a query is answered into a `QueryError`; results are computed as they are read."""
    try:
        yield
    except SyntaxError as error:
        from .mistakes import in_words

        raise QueryError(in_words(error, query)) from error
    except BrokenPipeError:
        raise  # whoever reads the results has seen enough
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {_one_line(error)}") from error


def _one_line(error: object) -> str:
    import textwrap

    return textwrap.shorten(str(error), 200, placeholder=" …")
