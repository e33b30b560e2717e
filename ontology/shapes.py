"""The SHACL shapes as SPARQL queries that find what breaks them, so that a store does the work where the data are.

A shape becomes at most one query for the values of its path and one for each constraint on their number or on pairs of
them. What the shapes of `shapes.ttl` use is known here; a shape that uses anything else is an error, and not ignored.
Source: SHACL (https://www.w3.org/TR/shacl/), sections 2 to 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import rdflib
from rdflib.collection import Collection
from rdflib.extras.shacl import parse_shacl_path
from rdflib.namespace import RDF, RDFS, SH, XSD, NamespaceManager
from rdflib.paths import MulPath, SequencePath
from rdflib.term import Node

from . import NS, PREFIXES, SHAPES, VIOLATION, VOCABULARY, WARNING, Severity

#: What a shape states beside its constraints.
_NO_CONSTRAINTS = frozenset(
    (RDF.type, SH.path, SH.severity, SH.message, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
)
#: The datatypes of which any text is a value.
_ANY_TEXT = frozenset((XSD.string, XSD.anyURI))


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with the queries that find what breaks it.

    Each gives rows of ?focus (what is at fault), ?value (the value at fault, unbound where one is missing) and
    ?property (by which ?focus points at ?value, where the shape judges what properties point at; otherwise unbound,
    and `path` leads to ?value).
    """

    name: str
    severity: Severity
    message: str
    path: str | None
    queries: tuple[str, ...]


@cache
def shapes() -> tuple[Shape, ...]:
    """Return the shapes of `shapes.ttl`; raise ValueError when one uses a part of SHACL that is not known here."""
    graph, vocabulary = rdflib.Graph().parse(SHAPES), rdflib.Graph()
    for path in VOCABULARY:
        vocabulary.parse(path)
    stated: list[Any] = sorted(graph.subjects(SH.message, unique=True), key=str)
    return tuple(_Reading(graph, vocabulary, node).shape() for node in stated)


class _Reading:
    """Makes queries of one shape: ?this is what it judges, ?value a value of its path."""

    def __init__(self, graph: rdflib.Graph, vocabulary: rdflib.Graph, node: Node) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.node = node
        path = graph.value(node, SH.path)
        self.path: Any = None if path is None else parse_shacl_path(graph, path)

    def shape(self) -> Shape:
        """Return the shape."""
        return Shape(
            name=str(self.node).rpartition("#")[2],
            severity=VIOLATION if self._one(SH.severity) == SH.Violation else WARNING,
            message=str(self._one(SH.message)),
            path=None if self.path is None else self.path.n3(_namespaces()),
            queries=tuple(map(self._query, self._patterns())),
        )

    def _query(self, pattern: str) -> str:
        """Return the query for what a pattern finds. What properties point at belongs to all that point at it."""
        prefix = f"PREFIX wb: <{NS}>"  # of the constraints in SPARQL
        properties = self._all(SH.targetObjectsOf)
        if not properties:
            return f"{prefix} SELECT DISTINCT (?this AS ?focus) ?property ?value {{ {pattern} }}"
        pointing = f"VALUES ?property {{ {_listed(properties)} }} ?focus ?property ?this"
        found = f"{{ SELECT ?this {{ {pattern} }} }}"
        return f"{prefix} SELECT DISTINCT ?focus ?property (?this AS ?value) {{ {found} {pointing} }}"

    def _target(self) -> str:
        """Return the pattern of what the shape judges."""
        targets = [f"?this {property_.n3()} []" for property_ in self._all(SH.targetSubjectsOf)]
        targets += [f"[] {property_.n3()} ?this" for property_ in self._all(SH.targetObjectsOf)]
        classes = {sub for class_ in self._all(SH.targetClass) for sub in self._subclasses(class_)}
        if classes:
            targets.append(f"VALUES ?class {{ {_listed(sorted(classes, key=str))} }} ?this a ?class")
        return " UNION ".join(f"{{ {target} }}" for target in targets)

    def _found(self, pattern: str) -> str:
        """Return what a pattern finds, if the shape judges it.

        Finding comes first: a store goes through a property at once, but looks up each of the things it is asked for.
        """
        return f"{{ SELECT ?this ?value {{ {pattern} }} }} {self._target()}"

    def _value(self) -> str:
        """Return the pattern of a value: what the path leads to, or the thing itself where there is no path.

        Of a sequence each step is gone through at once, and then they are joined: a store would look up each thing.
        """
        if self.path is None:
            return "BIND(?this AS ?value)"
        steps = self.path.args if isinstance(self.path, SequencePath) else [self.path]
        places = ["?this", *(f"?step{number}" for number in range(1, len(steps))), "?value"]
        return " ".join(
            _step(before, step, place, following)
            for before, step, place, following in zip([None, *steps], steps, places, places[1:], strict=False)
        )

    # ------------------------------------------------------------------------------------------------- constraints

    def _patterns(self) -> Iterator[str]:
        stated = sorted(set(self.graph.predicates(self.node)) - _NO_CONSTRAINTS, key=str)
        classes = self._allowed_classes()
        conditions = [self._condition(self.node, each) for each in stated if each in _CONDITIONS]
        if classes:
            yield self._without(f"VALUES ?type {{ {_listed(sorted(classes, key=str))} }} ?this a ?type")
        elif conditions:
            yield self._values_without(" && ".join(conditions))
        for constraint in stated:
            if constraint in _PATTERNS:
                yield _PATTERNS[constraint](self)
            elif constraint not in _CONDITIONS and constraint != SH.qualifiedValueShape:
                raise ValueError(f"{self.node}: {constraint} is not known to the validation")

    def _values_without(self, condition: str) -> str:
        if self.path is None:
            return f"{self._target()} {self._value()} FILTER(!({condition}))"
        return self._found(f"{self._value()} FILTER(!({condition}))")

    def _allowed_classes(self) -> set[Node]:
        """Return the classes of which one will do, if that is all that the shape says of a thing; otherwise nothing."""
        if self.path is not None:
            return set()
        alternatives = [shape for list_ in self._all(SH["or"]) for shape in Collection(self.graph, list_)]
        stated = [pair for shape in alternatives for pair in self.graph.predicate_objects(shape)]
        stated += [(SH["class"], class_) for class_ in self._all(SH["class"])]
        if {predicate for predicate, _ in stated} != {SH["class"]}:
            return set()
        return {sub for _, class_ in stated for sub in self._subclasses(class_)}

    def _condition(self, node: Node, constraint: Node) -> str:
        """Return what must be true of ?value; an error in it, as for a number that is none, is no."""
        stated = sorted(self.graph.objects(node, constraint), key=str)
        return " && ".join(f"COALESCE({_CONDITIONS[constraint](self, each)}, false)" for each in stated)

    def _class(self, class_: Node) -> str:
        among = _listed(sorted(self._subclasses(class_), key=str), ", ")
        return f"EXISTS {{ ?value a ?type FILTER(?type IN ({among})) }}"

    def _or(self, list_: Node) -> str:
        alternatives = Collection(self.graph, list_)
        return f"({' || '.join(self._all_of(shape) for shape in alternatives)})"

    def _all_of(self, shape: Node) -> str:
        constraints = sorted(set(self.graph.predicates(shape)), key=str)
        return f"({' && '.join(self._condition(shape, constraint) for constraint in constraints)})"

    def _in(self, list_: Node) -> str:
        return f"?value IN ({_listed(Collection(self.graph, list_), ', ')})"

    def _min_count(self) -> str:
        least = int(self._one(SH.minCount))
        return self._without(self._value()) if least == 1 else self._fewer(least, self._value())

    def _max_count(self) -> str:
        return self._more(int(self._one(SH.maxCount)), self._value())

    def _without(self, pattern: str) -> str:
        """Return the things for which a pattern finds nothing."""
        return f"{{ SELECT DISTINCT ?this {{ {self._target()} }} }} MINUS {{ {pattern} }}"

    def _fewer(self, least: int, values: str) -> str:
        enough = f"SELECT ?this {{ {values} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) >= {least})"
        return self._without(f"{{ {enough} }}")

    def _more(self, most: int, values: str) -> str:
        many = f"SELECT ?this {{ {values} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {most})"
        return f"{{ {many} }} {self._target()}"

    def _qualified(self) -> str:
        """Return the values that have a shape; the only shape that is used says that they are among some."""
        (shape,) = self._all(SH.qualifiedValueShape)
        return f"{self._value()} FILTER({self._condition(shape, SH['in'])})"

    def _has_value(self) -> str:
        return self._without(f"?this {self.path.n3()} {self._one(SH.hasValue).n3()}")

    def _unique_language(self) -> str:
        tagged = f"{self._value()} BIND(LCASE(LANG(?value)) AS ?tag) FILTER(?tag != '')"
        repeated = f"SELECT ?this {{ {tagged} }} GROUP BY ?this ?tag HAVING(COUNT(DISTINCT ?value) > 1)"
        return f"{{ {repeated} }} {self._target()}"

    def _equals(self) -> str:
        values, others = self._value(), f"?this {self._one(SH.equals).n3()} ?value"
        one = f"{{ {values} }} MINUS {{ {others} }}"
        two = f"{{ {others} }} MINUS {{ {values} }}"
        return self._found(f"{{ {one} }} UNION {{ {two} }}")

    def _disjoint(self) -> str:
        """Return what is a value of the path and of another property; each is gone through at once, and then
        compared."""
        other = f"{{ SELECT ?this ?value {{ ?this {self._one(SH.disjoint).n3()} ?value }} }}"
        return f"{{ SELECT ?this ?value {{ {self._target()} {self._value()} }} }} {other}"

    def _at_most(self) -> str:
        """Return the values above one of another property, or that cannot be compared with it."""
        others = f"VALUES ?bound {{ {_listed(self._all(SH.lessThanOrEquals))} }} ?this ?bound ?other"
        return self._found(f"{self._value()} {others} FILTER(!COALESCE(?value <= ?other, false))")

    def _sparql(self) -> str:
        query = str(self.graph.value(self._one(SH.sparql), SH.select))
        return f"{{ {query.replace('$this', '?this').replace('{', f'{{ {self._target()}', 1)} }}"

    # --------------------------------------------------------------------------------------------------- the graph

    def _all(self, predicate: Node) -> list[Any]:
        return sorted(self.graph.objects(self.node, predicate), key=str)

    def _one(self, predicate: Node) -> Any:
        (value,) = self._all(predicate)
        return value

    def _subclasses(self, class_: Node) -> set[Node]:
        return {node for node in self.vocabulary.transitive_subjects(RDFS.subClassOf, class_) if node is not None}


def _step(before: Any, step: Any, place: str, following: str) -> str:
    """Return one step of a path; one of unknown length is taken once from each thing to which the step before leads."""
    pattern = f"{place} {step.n3()} {following}"
    if isinstance(step, MulPath):
        if not isinstance(before, rdflib.URIRef):
            return f"{pattern} ."
        pattern = f"{{ SELECT DISTINCT {place} {{ [] {before.n3()} {place} }} }} {pattern}"
    return f"{{ SELECT {place} {following} {{ {pattern} }} }}"


def _datatype(_: _Reading, datatype: Any) -> str:
    """A value of a datatype is typed so, and its text is one of those that the datatype allows."""
    typed = f"DATATYPE(?value) = {datatype.n3()}"
    read = f"{datatype.n3()}(STR(?value))"
    is_known = datatype not in _ANY_TEXT and datatype.startswith(XSD)  # no engine knows which texts another type allows
    return f"{typed} && {read} = {read}" if is_known else typed


def _pattern(_: _Reading, pattern: Node) -> str:
    return f"REGEX(STR(?value), {pattern.n3()})"


#: Constraints on single values -> what must be true of ?value, given the object of the constraint.
_CONDITIONS: dict[Node, Callable[[_Reading, Any], str]] = {
    SH["class"]: _Reading._class,
    SH["in"]: _Reading._in,
    SH["or"]: _Reading._or,
    SH.datatype: _datatype,
    SH.pattern: _pattern,
    SH.nodeKind: lambda _, kind: {SH.IRI: "isIRI(?value)", SH.Literal: "isLiteral(?value)"}[kind],
    SH.minLength: lambda _, least: f"STRLEN(STR(?value)) >= {int(least)}",
    SH.minInclusive: lambda _, least: f"?value >= {int(least)}",
    SH.maxInclusive: lambda _, most: f"?value <= {int(most)}",
}
#: The other constraints -> the pattern of what breaks them.
_PATTERNS: dict[Node, Callable[[_Reading], str]] = {
    SH.minCount: _Reading._min_count,
    SH.maxCount: _Reading._max_count,
    SH.qualifiedMinCount: lambda reading: reading._fewer(int(reading._one(SH.qualifiedMinCount)), reading._qualified()),
    SH.qualifiedMaxCount: lambda reading: reading._more(int(reading._one(SH.qualifiedMaxCount)), reading._qualified()),
    SH.hasValue: _Reading._has_value,
    SH.uniqueLang: _Reading._unique_language,
    SH.equals: _Reading._equals,
    SH.disjoint: _Reading._disjoint,
    SH.lessThanOrEquals: _Reading._at_most,
    SH.sparql: _Reading._sparql,
}


def _listed(terms: Iterable[Any], separator: str = " ") -> str:
    return separator.join(term.n3() for term in terms)


@cache
def _namespaces() -> NamespaceManager:
    manager = NamespaceManager(rdflib.Graph(), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        manager.bind(prefix, namespace)
    return manager
