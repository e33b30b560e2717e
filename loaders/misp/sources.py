"""A cluster as a source, the web pages that it refers to, and the tracker from which it has what it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from ...ontology import wording
from ...ontology.patterns import WEB_ADDRESS
from ...ontology.records import Claim, Record, Reliance, Source, digest
from .clusters import MAX_URL, REFERENCES
from .context import Context

_OF_NO_URL = re.compile(r"[\s<>\"{}|\\^`]")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[0-9a-z_*]+/(https?://.+)")
_LONGEST_LABEL = 120


def references(context: Context) -> Iterator[Record]:
    """Yield the cluster itself as a source, and those that it cites."""
    itself = _entry(context)
    yield itself
    texts = [text for key in REFERENCES for text in context.meta.texts(key, MAX_URL)]
    for text in dict.fromkeys(texts):
        address = _OF_NO_URL.sub(lambda found: quote(found[0]), text)
        if WEB_ADDRESS.fullmatch(address):
            page = _page(context.iri("source", digest(address)), address)
            yield page
            yield context.reliance(itself.iri, page.iri, "cites", wording.reliance(itself.label, "cites", page.label))
        else:
            context.skip("a reference is no web address")


def from_cfr(context: Context, claim: Claim) -> Iterator[Record]:
    """Yield that a claim repeats the CFR: by the format's definition, keys that begin with `cfr-` are gathered from
    there."""
    yield from context.named("cfr", "Council on Foreign Relations", "group", ["CFR"])
    tracker = Source(
        iri=context.iri("source", "cfr-cyber-operations-tracker"),
        label="CFR Cyber Operations Tracker",
        publisher=context.iri("actor", "cfr"),
        url="https://www.cfr.org/cyber-operations/",
    )
    yield from (tracker, _repeats(context, claim, tracker))


def _repeats(context: Context, claim: Claim, source: Source) -> Reliance:
    return context.reliance(
        claim.iri, source.iri, "repeats", wording.reliance(f"“{claim.label}”", "repeats", source.label)
    )


def _entry(context: Context) -> Source:
    url = context.galaxy.document.url or context.cluster.publisher.url
    return Source(
        iri=context.source,
        label=f"MISP galaxy {context.galaxy.type}: {context.cluster.value}",
        publisher=context.speaker,
        url=url if url and WEB_ADDRESS.fullmatch(url) else None,
    )


def _page(iri: str, address: str) -> Source:
    """Return a web page, under its own address where the one given is that of an archive."""
    archived = _ARCHIVED.fullmatch(address)
    url = archived[1] if archived and WEB_ADDRESS.fullmatch(archived[1]) else address
    label = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
    label = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    return Source(iri=iri, label=label or url, url=url, archived_at=address if url != address else None)
