"""The columns of fact files in spreadsheets: the words of fact files, as far as one line can say them."""

from __future__ import annotations

from typing import Final, NamedTuple

from ....ontology import ACTOR_KINDS, FORMS, INCIDENT_KINDS, RELIANCE_MODES
from ....ontology.acts import ACTS, OUTCOMES, ROLES
from ....ontology.scales import SCALES


class Column(NamedTuple):
    """What a column is for; with the words that it may have, where these are few."""

    means: str
    words: tuple[str, ...] = ()


_KINDS: Final = Column(
    "what each of these is, in the same order, or one word for all; once for each actor", ACTOR_KINDS
)

#: The sheet of claims, or the whole of a CSV file.
CLAIMS: Final[dict[str, Column]] = {
    "id": Column("a short name of the claim, by which others answer it; made up where it is left out"),
    "act": Column("what the speaker does", tuple(ACTS)),
    "by": Column("who speaks, by name or key; several who say it together, parted by ;"),
    "by_kind": _KINDS,
    "through": Column("who speaks for them: an actor, or words such as: a spokesman"),
    "as_told_by": Column("who says that they said so, where that is known only at second hand"),
    "own_view": Column("yes, where a person says that it is not the view of the office", ("yes", "no")),
    "form": Column("how it was said", FORMS),
    "accused": Column("whom it is about; several parted by ;"),
    "accused_kind": _KINDS,
    "incident": Column("what it is about, by name or key"),
    "incident_kind": Column("what sort of incident; once for each", INCIDENT_KINDS),
    "incident_from": Column("when it began; once for each"),
    "incident_to": Column("when it ended, if it went on"),
    "role": Column("carried-out, if it is left out", tuple(ROLES)),
    "instead_of": Column("of whom the speaker says that it was not them"),
    "outcome": Column("what a court or authority decided", tuple(OUTCOMES)),
    "condition": Column("what must hold for the speaker to say so"),
    "on": Column("when it was said: a day, 2014-12, 2014, or unknown"),
    "public": Column("when it became public, if that was later"),
    "source": Column("where it is written: a title or key; several keys parted by ;"),
    "url": Column("the address of the source"),
    "archived": Column("the address of a copy of it"),
    "publisher": Column("who published it"),
    "published": Column("when"),
    "source_lang": Column("its language, such as en"),
    "source_relies_on": Column("the sources that it repeats, by title, key or address; parted by ;"),
    "source_mode": Column("how it repeats them", RELIANCE_MODES),
    "section": Column("where in the source: the section"),
    "paragraph": Column("where in the source: the paragraph, from 1"),
    "quote": Column("a few of the speaker's own words, at most 25"),
    "quote_lang": Column("their language"),
    "quote_translated": Column("yes, if they are translated", ("yes", "no")),
    "confidence": Column("how sure the speaker is, in its own words"),
    "confidence_scale": Column("the published scale that the speaker used", tuple(SCALES)),
    "confidence_label": Column("its grade on that scale"),
    "confidence_value": Column("percent, if the speaker gave a number"),
    "likelihood": Column("how likely the speaker says it is, in its own words"),
    "likelihood_scale": Column("the published scale that the speaker used", tuple(SCALES)),
    "likelihood_label": Column("its grade on that scale"),
    "likelihood_value": Column("percent, if the speaker gave a number"),
    "evidence": Column("what the speaker says it rests on; several parted by ;"),
    "responds_to": Column("the ids of the claims that it answers, parted by ;"),
    "challenges": Column("the ids of the claims, or the evidence, that it doubts"),
    "endorses": Column("the ids of the claims that it backs"),
    "withdraws": Column("the ids of the claims that it takes back"),
    "replaced_by": Column("the id of the claim that takes their place"),
    "quantity": Column("a figure: 1500, about 1500, at least 300, at most 500, or 300 to 500"),
    "unit": Column("of what"),
    "summary": Column("what was said, in your own words"),
    "summary_lang": Column("the language of the summary"),
}
#: The other sheets that a workbook may have, by name; a CSV file has none of them.
OTHERS: Final[dict[str, dict[str, Column]]] = {
    "actors": {
        "key": Column("a short name for the other sheets; made of the name where it is left out"),
        "name": Column("what it is called"),
        "kind": Column("what it is", ACTOR_KINDS),
        "aliases": Column("other names, parted by ;"),
        "part_of": Column("what it belongs to; several parted by ;"),
        "speaks_for": Column("whose denials and claims it can make; several parted by ;"),
        "wikidata": Column("its Wikidata id"),
        "description": Column("who that is"),
    },
    "incidents": {
        "key": Column("a short name for the other sheets"),
        "name": Column("what happened, so that all parties could agree"),
        "kind": Column("what sort of incident", INCIDENT_KINDS),
        "from": Column("when it began"),
        "to": Column("when it ended"),
        "victims": Column("whom it hit; several parted by ;"),
        "description": Column("what happened, in more words"),
    },
    "sources": {
        "key": Column("a short name for the other sheets"),
        "title": Column("what stands on it"),
        "publisher": Column("who published it"),
        "published": Column("when"),
        "retracted": Column("when it was taken back"),
        "corrects": Column("the source that it corrects"),
        "url": Column("its address"),
        "archived": Column("the address of a copy"),
        "lang": Column("its language"),
        "relies_on": Column("the sources that it repeats; parted by ;"),
        "mode": Column("how it repeats them", RELIANCE_MODES),
    },
    "evidence": {
        "key": Column("a short name for the other sheets"),
        "summary": Column("what it is"),
        "held_by": Column("who has it"),
        "disclosed": Column("whether the public can see it", ("yes", "no")),
    },
}
#: A column for people, which is not read.
NOTES: Final = "notes"
#: What a table must have to be one of claims.
NEEDED: Final = frozenset(("act", "by"))
#: One of these must be there, too.
PLACES: Final = frozenset(("source", "url"))
