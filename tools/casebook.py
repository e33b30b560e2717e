"""Write docs/casebook.md: what each case of the casebook holds, and how each of its allegations was received.

python tools/casebook.py           writes the page
python tools/casebook.py --check   says whether it is current, and exits with 1 when it is not
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from whoblamed.graph.status.status import LABELS, Status, statuses
from whoblamed.graph.store.facts import Facts
from whoblamed.loaders.sources import read
from whoblamed.ontology.acts import ACTS, DENYING, WITHDRAWING
from whoblamed.ontology.dates import EARLIEST, LATEST, PartialDate, earliest, latest
from whoblamed.ontology.records import Allegation, Batch, Claim, Incident, primary

ROOT = Path(__file__).parent.parent
CASEBOOK = ROOT / "loaders" / "casebook"
SHARED = "actors.yaml"
PAGE = ROOT / "docs" / "casebook.md"

INTRODUCTION = """\
# The casebook

The cases that ship with whoblamed: who said what about whom, and where that can be read. They are chosen for their
denials, rival accounts, doubts and changes of mind. Nothing here says who did it: **a status says how an allegation was
received, not whether it is true.** How the labels follow from the claims: [status.md](status.md). How the files are
written: [curating.md](curating.md) and [fact-files.md](fact-files.md).
"""

MAKING = """\
## How far to trust it

Every claim names a page, with its address where there is one, and the paragraph. Summaries are in our own words. Each
file passes `whoblamed check`, and `tests/loaders/test_casebook.py` holds what is asked beyond that.

Every tenth claim, 68 of the 686 that there were then, was compared with its page a second time, not by the one who had
written it: 18 were corrected. An audit of 60 others found 4 wrong in what they answer, in their act or in their date,
14 imprecise, and none that accuses the wrong one; many sources bore titles that no page has. Then all claims were gone
through again, and 60 others were audited, by readers who had not written them and counted every title, paragraph and
source that a page names: one act was wrong (1.7 %, 95 % interval 0.04 to 8.9), one piece of evidence stood with the
wrong source, 36 were imprecise (60 %), 22 right. After that nearly all claims were compared with their pages once more.
Of 60 others, audited by readers who had written none of them and counting titles and the origins of sources apart, 10
were imprecise (17 %) and none was wrong; 430 more were compared again. The last 60, drawn from those never audited, had
58 with a page that was found: none was wrong (0 %, 95 % interval 0 to 6.2), 5 were imprecise (8.6 %, 2.9 to 19), most
often because the unnamed sources of two papers stood as one, and of 103 entries of sources 5 lacked an origin or had
another title. What each audit found was corrected, and its kind looked for elsewhere. Not every page came back, and
long ones only in part, so expect slips in places and dates above all. A title in square brackets is ours: none was
seen.

The cases of 2020 and after on flight PS752, Ghostwriter, Crocus City Hall, the cables in the Gulf of Finland and the
flight to Plovdiv came after these audits. They were written from the pages' stored text, of which long pages show only
the beginning. All 41 claims of the one on Crocus City Hall and 20 of the 114 of the other four, drawn by lot, were then
compared with that text by a reader who had not written them: in 2 the act was wrong (a page had misreported a ministry;
a page on sabotage does not speak of Russia), 3 answered the wrong claim or gave a role that no page gives, 16 were
imprecise, 40 right; of their sources 11 lacked an origin or bore another title. What was found was corrected. The other
94 claims have been compared by nobody but their writer: expect of them what the 20 had, 1 wrong and 5 imprecise.
"""

#: Labels that no allegation of the casebook has, and why.
ABSENT = {
    "self-contradictory": "whoever here both claims and denies says which came first",
    "withdrawn": "whoever takes back an accusation here puts another in its place, or leaves others who still make it",
}


def main() -> int:
    """Write the page, or with --check compare it with the one that is there."""
    page = "\n".join(render(batches()))
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{PAGE}: not current; run python tools/{Path(__file__).name}", file=sys.stderr)
    return 1


def batches() -> list[Batch]:
    """The casebook's batches, by name, the shared actors among them."""
    return sorted(read([CASEBOOK]).batches, key=lambda batch: batch.dataset.name)


def render(found: Iterable[Batch]) -> Iterator[str]:
    """The lines of the page; the last is empty, so that the page ends with a line break."""
    found = list(found)
    whole = Facts.of(record for batch in found for record in batch.kept())
    received = statuses(whole)
    cases = [batch for batch in found if batch.dataset.origin != SHARED]
    yield from INTRODUCTION.splitlines()
    yield ""
    yield from totals(whole, received.values(), len(cases))
    yield ""
    yield from MAKING.splitlines()
    for batch in cases:
        yield ""
        yield from section(batch, whole, received)
    yield ""


def totals(whole: Facts, received: Collection[Status], cases: int) -> Iterator[str]:
    """What there is in all, and how often each status occurs."""
    yield (
        f"In all {cases} cases: {holdings(whole)}, {len(whole.allegations)} allegations. "
        f"The claims were made {span(claim.stated_on for claim in whole.claims.values())}."
    )
    yield ""
    yield "| status | allegations |"
    yield "|---|--:|"
    counts = Counter(status.label for status in received)
    yield from (f"| {label} | {counts[label]} |" for label in reversed(LABELS) if counts[label])
    yield ""
    yield from (f"- **{label}** does not occur: {reason}." for label, reason in ABSENT.items())


def section(batch: Batch, whole: Facts, received: dict[str, Status]) -> Iterator[str]:
    """One case: what it holds, what happened, and a table of its allegations."""
    case = Facts.of(batch.kept())
    yield f"## {primary(batch.dataset.title)}"
    yield ""
    yield f"`{batch.dataset.name}`: {paragraph(case)}"
    yield ""
    yield "| incident | accused | alleged role | status |"
    yield "|---|---|---|---|"
    for allegation in sorted(case.allegations.values(), key=lambda a: (*occurred(case, a), a.role, accused(whole, a))):
        incident = case.incidents[allegation.incident].label
        role = allegation.role.replace("-", " ")
        yield f"| {incident} | {accused(whole, allegation)} | {role} | {received[allegation.iri].label} |"


def occurred(case: Facts, allegation: Allegation) -> tuple[str, str]:
    incident = case.incidents[allegation.incident]
    return str(latest(incident.occurred_from)), incident.label


def accused(whole: Facts, allegation: Allegation) -> str:
    return whole.label(allegation.accused)


def paragraph(case: Facts) -> str:
    """What a case is about and how much it holds, in a few neutral sentences."""
    claims = case.claims.values()
    incidents = sorted(case.incidents.values(), key=lambda incident: (latest(incident.occurred_from), incident.label))
    about = "; ".join(map(happening, incidents))
    return (
        f"{about}. {holdings(case).capitalize()}, made {span(claim.stated_on for claim in claims)}: {acts(claims)}. "
        f"{answers(claims)}"
    )


def happening(incident: Incident) -> str:
    when = [date.words for date in (incident.occurred_from, incident.occurred_to) if date]
    return incident.label + (f" ({' to '.join(dict.fromkeys(when))})" if when else "")


def holdings(found: Facts) -> str:
    speakers = {speaker for claim in found.claims.values() for speaker in claim.speakers}
    pages = {source.url for source in found.sources.values() if source.url}
    seen = f"{len(pages)} pages" if pages else "one page without an address"
    return f"{count(len(found.claims), 'claim')} by {count(len(speakers), 'speaker')} from {seen}"


def acts(claims: Iterable[Claim]) -> str:
    tally = Counter(claim.act for claim in claims)
    return ", ".join(
        count(number, ACTS[act].noun) for act, number in sorted(tally.items(), key=lambda x: (-x[1], x[0]))
    )


def answers(claims: Iterable[Claim]) -> str:
    """How much is answered and how much is taken back."""
    answering = sum(claim.act in DENYING and bool(claim.responds_to) for claim in claims)
    ended = sum(claim.act in WITHDRAWING for claim in claims)
    said = (
        [f"{count(answering, 'denial')} {'answers' if answering == 1 else 'answer'} a given claim"] if answering else []
    )
    said += [f"{count(ended, 'claim')} {'is' if ended == 1 else 'are'} taken back"] if ended else []
    return f"{'; '.join(said).capitalize()}." if said else ""


def count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    head, space, tail = noun.partition(" ")
    return f"{number} {head}s{space}{tail}"


def span(dates: Iterable[PartialDate | None]) -> str:
    """From when to when, as far as the dates have bounds."""
    known = [date for date in dates if date and earliest(date) != EARLIEST and latest(date) != LATEST]
    first, last = min(known, key=earliest), max(known, key=latest)
    begin = first.earliest if first.precision == "edtf" else first
    end = last.latest if last.precision == "edtf" else last
    return f"in {begin}" if str(begin) == str(end) else f"from {begin} to {end}"


if __name__ == "__main__":
    raise SystemExit(main())
