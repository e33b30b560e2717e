#!/usr/bin/env bash
# The author of a joint statement is whoever signed last.
#
# One would guess: of an article with several authors a feed reader gives all of them as its author, or the first, as a bibliography would.
# What happens: `author` of feedparser 6.0.14 is the last one. `author_detail`, which the documentation calls the details of that author, is the
#   first in RSS and the last in Atom. All are in `authors` alone. And a time in a zone that it does not know, 10:00 KST, is 10:00 in UTC, while
#   10:00 +0900 is converted.
# Seen: November 2026.
# Why it matters: joint advisories are signed by five agencies. The one that stands last, often a guest from another country, is the only one that
#   said it.
# Instead: use `authors`; compare `published` with `published_parsed` where a zone is written as letters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14
cd "$folder"
venv/bin/python - <<'PY'
import feedparser

print("feedparser", feedparser.__version__)
RSS = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><item><title>Joint statement</title>{}</item></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Joint statement</title>{}</entry></feed>'
names = ["Bureau", "Agency", "Centre"]
for kind, first, feed in (
    ("RSS", "Bureau", RSS.format("".join(f"<dc:creator>{name}</dc:creator>" for name in names))),
    ("Atom", "Centre", ATOM.format("".join(f"<author><name>{name}</name></author>" for name in names))),
):
    (entry,) = feedparser.parse(feed).entries
    print(f"{kind}: author {entry.author}; details {entry.author_detail}; authors {[author.name for author in entry.authors]}")
    assert (entry.author, entry.author_detail.name) == ("Centre", first) and [author.name for author in entry.authors] == names
for zone, hour in (("KST", 10), ("+0900", 1), ("EST", 15)):
    (entry,) = feedparser.parse(RSS.format(f"<pubDate>Fri, 19 Dec 2014 10:00:00 {zone}</pubDate>")).entries
    print(f"{entry.published}: {entry.published_parsed.tm_hour}:00 in UTC")
    assert entry.published_parsed.tm_hour == hour
PY
