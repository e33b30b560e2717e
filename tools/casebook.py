"""Write docs/casebook.md, its pictures, casebook.json and CITATION.cff: what each case of the casebook holds, and how
each of its allegations was received.

python tools/casebook.py           writes them
python tools/casebook.py --check   says whether they are current, and exits with 1 when one is not
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import whoblamed
from casebook_index import index
from casebook_package import FOLDER, ROOT, citation, package
from casebook_sections import Case, case_of, holdings, section, span
from pages import write_or_check
from whoblamed.graph import Graph
from whoblamed.graph.status.assessment import Assessment
from whoblamed.graph.status.status import LABELS
from whoblamed.graph.store.facts import Facts
from whoblamed.loaders.sources import read

SHARED = "actors.yaml"

#: What stands on the page as it is written: before the figures, and how far to trust the casebook.
INTRODUCTION = ROOT / "tools" / "casebook_introduction.md"
AUDITS = ROOT / "tools" / "casebook_audits.md"


def main() -> None:
    """Write the page, its pictures and the package, or with --check compare them with those that are there."""
    graph = whoblamed.open(":memory:")
    graph.load()
    cases = cases_of(graph)
    page = "\n".join(render(cases, graph))
    boards = {f"docs/pictures/casebook/{case.name}.svg": board(case, graph) for case in cases}
    described = {"casebook.json": package(cases, graph.facts()), "CITATION.cff": citation()}
    write_or_check({"docs/casebook.md": page, **described, **boards})


def cases_of(graph: Graph) -> list[Case]:
    """The cases by name, with what follows from all of them together."""
    whole, assessments, missing = graph.facts(), graph.statuses(), graph.unanswered()
    batches = sorted(read([ROOT / FOLDER]).batches, key=lambda batch: batch.dataset.name)
    return [case_of(batch, whole, assessments, missing) for batch in batches if batch.dataset.origin != SHARED]


def board(case: Case, graph: Graph) -> str:
    """The picture of the incident of which most is said in a case."""
    return graph.board(case.main.iri).svg + "\n"


def render(cases: Sequence[Case], graph: Graph) -> Iterator[str]:
    """The lines of the page; the last is empty, so that the page ends with a line break."""
    whole = graph.facts()
    yield from lines(INTRODUCTION)
    yield ""
    yield from totals(whole, graph.statuses(), len(cases))
    yield ""
    yield from contents(cases)
    yield ""
    yield from lines(AUDITS)
    for case in cases:
        yield ""
        yield from section(case)
    yield ""
    yield from index(cases, states_of(graph))
    yield ""


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def states_of(graph: Graph) -> dict[str, str]:
    """The names of the states that actors are or count as, by the IRIs of the actors."""
    facts = graph.facts()
    are = {iri: iri for iri, actor in facts.actors.items() if actor.kind == "state"}
    return {actor: facts.label(state) for actor, state in (are | graph.states()).items()}


def totals(whole: Facts, assessments: Collection[Assessment], cases: int) -> Iterator[str]:
    """What there is in all, and how often each status occurs."""
    yield (
        f"In all {cases} cases: {holdings(whole)}, {len(whole.allegations)} allegations. "
        f"The claims were made {span(claim.stated_on for claim in whole.claims.values())}."
    )
    yield ""
    yield "| status | allegations |"
    yield "|---|--:|"
    counts = Counter(each.status.label for each in assessments)
    yield from (f"| {label} | {counts[label]} |" for label in reversed(LABELS) if counts[label])


def contents(cases: Sequence[Case]) -> Iterator[str]:
    """A table of the cases."""
    yield "| case | claims | speakers | allegations |"
    yield "|---|--:|--:|--:|"
    for case in cases:
        claims = case.facts.claims.values()
        speakers = {speaker for claim in claims for speaker in claim.speakers}
        numbers = f"{len(claims)} | {len(speakers)} | {len(case.assessments)}"
        yield f"| [{case.title}](#{case.name}) | {numbers} |"


if __name__ == "__main__":
    main()
