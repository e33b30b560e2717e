#!/usr/bin/env bash
# An accusation that is marked as withdrawn stays as it was, and "nobody did it" is "somebody did it".
#
# One would guess: a statement of Wikidata with another rank, or "no value" in the place of "unknown value", is another statement than the old
#   one: it replaces it, stands beside it or is refused, as one chooses.
# What happens: WikibaseIntegrator 0.12.15 compares value and qualifiers alone, and of "no value" and "unknown value" neither has a value. By default
#   (`REPLACE_ALL`) the deprecated statement is taken for the one that is there, and what is there stays: normal, with its old source. "Nobody"
#   (no value, says a court) does not arrive where "somebody" (unknown value, say the police) stands. `MERGE_REFS_OR_APPEND` gives the source of the
#   withdrawal to the accusation, as one more that supports it; `APPEND_OR_REPLACE` has "nobody" in place of "somebody", also if both were said.
# Seen: November 2026.
# Why it matters: to deprecate is how Wikidata takes back, and "no value" how it says that there was none. Neither can be written over the old
#   statement in the usual way, and the program ends as if it had been.
# Instead: set `rank` and `snaktype` on the statement that is there; or remove it, and add with FORCE_APPEND.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check WikibaseIntegrator==0.12.15
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

from wikibaseintegrator.datatypes import URL, Item
from wikibaseintegrator.models import Claims
from wikibaseintegrator.wbi_enums import ActionIfExists, WikibaseRank, WikibaseSnakType

print("WikibaseIntegrator", importlib.metadata.version("WikibaseIntegrator"))
perpetrator = "P8031"


def statement(source, **more):
    """Make a statement on the perpetrator that has one source."""
    return Item(prop_nr=perpetrator, references=[[URL(prop_nr="P854", value=f"https://example.org/{source}")]], **more)


def add(old, new, **action):
    """Add a statement to one that is there, and give for each what it says, its rank and its sources."""
    claims = Claims()
    claims.add(old, action_if_exists=ActionIfExists.FORCE_APPEND)
    claims.add(new, **action)
    return [
        (
            claim.mainsnak.snaktype.value,
            claim.rank.value,
            [snak.datavalue["value"].rsplit("/")[-1] for reference in claim.references for snak in reference.snaks],
        )
        for claim in claims
    ]


def accused():
    """Accuse a state."""
    return statement("bureau", value="Q423")


def withdrawn():
    """Withdraw the accusation."""
    return statement("erratum", value="Q423", rank=WikibaseRank.DEPRECATED)


def somebody():
    """Say that it is not known who did it."""
    return statement("police", snaktype=WikibaseSnakType.UNKNOWN_VALUE)


def nobody():
    """Say that nobody did it."""
    return statement("court", snaktype=WikibaseSnakType.NO_VALUE)


merge, replace, append = ActionIfExists.MERGE_REFS_OR_APPEND, ActionIfExists.APPEND_OR_REPLACE, ActionIfExists.FORCE_APPEND
for name, found, there in (
    ("withdrawn", add(accused(), withdrawn()), [("value", "normal", ["bureau"])]),
    ("withdrawn, merged", add(accused(), withdrawn(), action_if_exists=merge), [("value", "normal", ["bureau", "erratum"])]),
    ("nobody", add(somebody(), nobody()), [("somevalue", "normal", ["police"])]),
    ("nobody, replaced", add(somebody(), nobody(), action_if_exists=replace), [("novalue", "normal", ["court"])]),
    (
        "nobody, appended",
        add(somebody(), nobody(), action_if_exists=append),
        [("somevalue", "normal", ["police"]), ("novalue", "normal", ["court"])],
    ),
):
    print(name + ":", found)
    assert found == there
assert accused() == withdrawn() and somebody() == nobody()
PY
