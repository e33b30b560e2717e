"""The columns of the table of claims: what each holds, in the order in which they stand.

One dict, which the writers, their documentation and the metadata read.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

#: What the values of a column are: text, texts (a list), a plain day, a whole number, a number, true or false.
Type = Literal["text", "texts", "date", "integer", "number", "flag"]


class Column(NamedTuple):
    """What a column holds: the type of its values, and what they mean."""

    type: Type
    means: str


#: How several values of one cell are parted where a cell is one text.
PARTED_BY: Final = "; "

COLUMNS: Final[dict[str, Column]] = {
    "key": Column("text", "the claim: its data set and its id there, as `show` and `cite` take it"),
    "act": Column("text", "what the speaker does: attribution, denial, … (docs/fact-files.md)"),
    "said": Column("text", "who said what, in one sentence"),
    "speakers": Column("texts", "who says it, by name; several say it together"),
    "accused": Column("texts", "whom it is about, by name"),
    "roles": Column("texts", "the role in which they are accused"),
    "incident": Column("text", "what it is about, by name"),
    "incident_kind": Column("text", "the kind of incident"),
    "form": Column("text", "how it was said: statement, indictment, …"),
    "date": Column("text", "when it was said, as it is known: a day, `2014-12`, `2014`, or EDTF"),
    "date_from": Column("date", "the first day that may be; empty where it is open"),
    "date_to": Column("date", "the last day that may be"),
    "public": Column("text", "when it became public, where that was another day"),
    "public_from": Column(
        "date", "the first day on which it may have been public, by its date and those of its sources"
    ),
    "public_to": Column("date", "the last such day: from then on it certainly was"),
    "summary": Column("text", "what was said, in the words of who recorded it; English, where there is English"),
    "quote": Column("text", "a few of the speaker's own words"),
    "quote_language": Column("text", "their language (BCP 47)"),
    "quote_translated": Column("flag", "whether they are translated into it"),
    "condition": Column("text", "what must hold for the speaker to say so"),
    "outcome": Column("text", "what a court or authority decided"),
    "through": Column("texts", "who spoke for the speaker"),
    "as_told_by": Column("texts", "who says that the speaker said so, where it is known at second hand"),
    "own_view": Column("flag", "whether a person says that it is not the view of the office"),
    "confidence_words": Column("text", "how sure the speaker is, in its own words"),
    "confidence_scale": Column("text", "the published scale that it used"),
    "confidence_grade": Column("text", "the grade on that scale"),
    "confidence_percent": Column("integer", "from 0 to 100, as STIX 2.1 reads the grade, or as the speaker said"),
    "likelihood_words": Column("text", "how likely the speaker calls it, in its own words"),
    "likelihood_scale": Column("text", "the published scale that it used"),
    "likelihood_grade": Column("text", "the grade on that scale"),
    "likelihood_percent": Column("integer", "from 0 to 100"),
    "quantity": Column("number", "a figure that it states"),
    "quantity_about": Column("number", "a figure that it states as about so much"),
    "quantity_at_least": Column("number", "… as at least so much"),
    "quantity_at_most": Column("number", "… as at most so much"),
    "unit": Column("text", "of what"),
    "coding": Column(
        "text", "`machine` where a machine read what was said: such claims count in no status by themselves"
    ),
    "coded_rows": Column("integer", "of how many rows of events it was made"),
    "answers": Column("texts", "the claims that it answers, doubts, backs or takes back, by key"),
    "withdrawn": Column("flag", "whether it was taken back since"),
    "retracted": Column("flag", "whether all its sources were taken back by who published them"),
    "allegations": Column("texts", "the allegations that it is about, by key"),
    "statuses": Column("texts", "the status of each, in the same order (docs/status.md)"),
    "origins_least": Column("integer", "independent origins of the allegation, at least; of several the fewest"),
    "origins_most": Column("integer", "… at most; of several the most"),
    "sources": Column("texts", "where it is written, by title"),
    "outlets": Column("texts", "who published each source, in the same order; empty where that is not known"),
    "published": Column("texts", "when each was published"),
    "urls": Column("texts", "the address of each"),
    "archived": Column("texts", "the address of a copy of each"),
    "claim": Column("text", "the claim's IRI"),
    "speaker_iris": Column("texts", "the speakers, by IRI, in the order of `speakers`"),
    "accused_iris": Column("texts", "the accused, by IRI, in the order of `accused`"),
    "incident_iri": Column("text", "the incident, by IRI"),
    "outlet_iris": Column("texts", "the publishers, by IRI, in the order of `outlets`"),
    "source_keys": Column("texts", "the sources, by key"),
    "dataset": Column("text", "the data set that recorded it"),
    "version": Column("text", "the state of the file that it was read from, by its hash"),
    "licence": Column("text", "under which licence its data set is, as far as that says so"),
}
#: What follows those columns in files that are to be loaded again.
CARRIED: Final = Column(
    "text", "the records of the row as JSON, for loading it again; goes on in `record_2` … where it is long"
)
