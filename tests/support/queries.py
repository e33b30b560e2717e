"""Queries that take as much as they are given: time, memory or rows. Any graph of some size will do."""

from __future__ import annotations

_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_NUMBERS = " ".join(map(str, range(2000)))

#: One that takes for ever, and never has anything to say.
LONG = f"SELECT (COUNT(*) AS ?n) {{ {_ALL} . ?j ?k ?l }}"

#: By what they do.
HOSTILE_QUERIES = {
    "a product of all with all": LONG,
    "the rows of a product": f"SELECT * {{ {_ALL} }}",
    "the triples of a product": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {_ALL} }}",
    "a product in order": f"SELECT * {{ {_ALL} }} ORDER BY ?i ?a",
    "a product without its doubles": f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {_ALL} }} }}",
    "groups of a product": (
        f"SELECT (COUNT(*) AS ?n) {{ SELECT ?a ?f ?i (COUNT(*) AS ?m) {{ {_ALL} }} GROUP BY ?a ?f ?i }}"
    ),
    "all texts as one": f"SELECT (STRLEN(GROUP_CONCAT(STR(?c))) AS ?n) {{ {_ALL} }}",
    "paths of any length": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:none>|^!<urn:none>)* ?b }",
    "a regular expression for each pair": (
        'SELECT ?a { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(([a-z])+.)+[A-Z]([a-z])+$$", "i")) }'
    ),
    "texts that double": (
        "SELECT (STRLEN(?e) AS ?n) { ?s ?p ?o "
        + " ".join(
            f"BIND(CONCAT({', '.join([f'STR(?{before})'] * 100)}) AS ?{after})"
            for before, after in ("sa", "ab", "bc", "cd", "de")
        )
        + " }"
    ),
    "many values": (
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {_NUMBERS} }} VALUES ?y {{ {_NUMBERS} }} VALUES ?z {{ {_NUMBERS} }}"
        " FILTER(?x * ?y = ?z + 0.5) }"
    ),
    "deep inside of each other": (
        "SELECT (COUNT(*) AS ?n) "
        + "".join(f"{{ ?s{n} ?p{n} ?o{n} OPTIONAL " for n in range(30))
        + "{ ?x ?y ?z } "
        + "} " * 30
    ),
}
