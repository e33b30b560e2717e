"""How much of what articles say `draft` finds: with the right act and speaker, in the right sentence.

    python benchmarks/draft.py [--unseen] [--why] [--growth]

Scored are the texts of `drafting/seen` and `drafting/regression`, to which the grammar was fitted, and with `--unseen`
those of `drafting/unseen`, to which it was not; and, where it is there, the article of the casebook against the 45
claims that were located in it by hand. To keep a score honest, write new texts with their claims into `drafting/unseen`
before the grammar is changed, score them once, and move them when you look at what was missed. `--growth` reads texts
of twice the length each: the time must double, not more.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from whoblamed.loaders.drafting import article as articles
from whoblamed.loaders.drafting.grammar.phrases import Known
from whoblamed.loaders.drafting.known import casebook
from whoblamed.loaders.drafting.reported import ReportedClaim, find
from whoblamed.ontology.texts import fold

HERE = Path(__file__).parent
CASEBOOK = HERE.parent / "loaders" / "casebook"
#: The acts that the aims are about.
CORE = ("attribution", "denial", "responsibility", "criticism")
_ARTICLES = {"the", "a", "an", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer"}


@dataclass(frozen=True)
class Gold:
    """A claim that a person found: its act (`also`: what would be as right), its speaker by any name, and its place."""

    act: str
    also: str
    names: frozenset[str]
    start: int
    end: int


@dataclass
class Score:
    """What was found of what is there, by act, and what was found that is not there."""

    there: Counter[str]
    found: Counter[str]
    told: Counter[str]
    false: Counter[str]

    @classmethod
    def none(cls) -> Score:
        return cls(Counter(), Counter(), Counter(), Counter())

    def add(self, other: Score) -> None:
        for mine, its in zip(
            (self.there, self.found, self.told, self.false),
            (other.there, other.found, other.told, other.false),
            strict=True,
        ):
            mine.update(its)

    def line(self, acts: Iterable[str]) -> str:
        acts = list(acts)
        there, found, told, false = (
            sum(part[act] for act in acts) for part in (self.there, self.found, self.told, self.false)
        )
        right = f"{found:>3} of {there:<3} found ({_share(found, there)})"
        return f"{right}   {false:>3} of {told:<3} told are false ({_share(false, told)})"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def plain(name: str) -> str:
    """Return a name without its article."""
    words = fold(name).split()
    return " ".join(words[1:] if words and words[0] in _ARTICLES else words)


def score(golds: list[Gold], found: list[ReportedClaim], why: bool = False) -> Score:
    """Return how what was found agrees with gold claims, each taken once."""
    result = Score.none()
    result.there.update(gold.act for gold in golds)
    open_ = list(golds)
    for reported in sorted(found, key=lambda each: each.start):
        result.told[reported.act] += 1
        match = next((gold for gold in open_ if _agrees(gold, reported)), None)
        if match is not None:
            open_.remove(match)
            result.found[match.act] += 1
        else:
            result.false[reported.act] += 1
            if why:
                print(f"    false  {reported.act:<14} {_name(reported)!r} {reported.why}")
    for gold in open_ if why else ():
        print(f"    missed {gold.act:<14} {sorted(gold.names)}")
    return result


def _name(reported: ReportedClaim) -> str:
    return reported.speaker.name if reported.speaker else ""


def _agrees(gold: Gold, reported: ReportedClaim) -> bool:
    if reported.act not in (gold.act, gold.also) or reported.speaker is None:
        return False
    names = {plain(reported.speaker.name), *map(plain, reported.speaker.spellings)}
    return not names.isdisjoint(gold.names) and reported.start < gold.end and gold.start < reported.end


# ------------------------------------------------------------------------------------------------------- the texts


def texts(folder: str) -> Iterator[tuple[str, articles.Article, list[Gold]]]:
    """Yield the texts of a folder with their claims."""
    for file in sorted((HERE / "drafting" / folder).glob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        article = replace(articles.parse(data["text"]), language=data["language"], published=data["published"])
        yield file.stem, article, [_gold(data["text"], claim) for claim in data["claims"]]


def _gold(text: str, claim: dict[str, Any]) -> Gold:
    start = text.index(claim["at"])
    names = frozenset(map(plain, claim["by"]))
    return Gold(claim["act"], claim.get("or", claim["act"]), names, start, start + len(claim["at"]))


#: How the article calls those whose names in the casebook are descriptions.
_CALLED = {
    "congress-members": "Kongressabgeordnete beider Parteien",
    "hollywood-stars": "Hollywood-Stars",
    "seoul-defence-ministry": "Verteidigungsministeriums in Seoul",
    "cinema-goer": "Ken Jacowitz",
    "usa": "USA",
}


def sony() -> tuple[articles.Article, list[Gold]] | None:
    """Return the article of the casebook with its located claims, where it is there."""
    folder = Path(os.environ.get("WHOBLAMED_ARTICLE", HERE.parents[1] / "shared" / "seed"))
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not files:
        return None
    text = files[0].read_bytes().decode()
    case = yaml.safe_load((CASEBOOK / "sony-2014.yaml").read_text("utf-8"))
    actors = {**yaml.safe_load((CASEBOOK / "actors.yaml").read_text("utf-8"))["actors"], **case["actors"]}
    golds = [gold for claim in case["claims"] for gold in _located(claim, actors)]
    return replace(articles.parse(text), language="de", published=date(2014, 12, 27)), golds


def _located(claim: dict[str, Any], actors: dict[str, Any]) -> Iterator[Gold]:
    at = claim["at"]
    speakers = claim["by"] if isinstance(claim["by"], list) else [claim["by"]]
    names = {plain(name) for key in speakers for name in _names(key, actors[key])}
    yield Gold(claim["act"], claim["act"], frozenset(names), at["start"], at["end"])


def _names(key: str, actor: dict[str, Any]) -> Iterator[str]:
    name = actor["name"]
    yield from name.values() if isinstance(name, dict) else [name]
    for alias in actor.get("aliases", ()):
        yield alias["name"] if isinstance(alias, dict) else alias
    if key in _CALLED:
        yield _CALLED[key]


# --------------------------------------------------------------------------------------------------------- reports


def told(name: str, result: Score) -> None:
    """Print a score: of the acts that the aims are about, and of each act."""
    print(f"{name:<24} {result.line(CORE)}")


def by_act(result: Score) -> None:
    """Print a score act by act."""
    for act in sorted({*result.there, *result.told}):
        print(f"    {act:<20} {result.line([act])}")


def growth(known: dict[str, Known]) -> None:
    """Print how the time grows with the text, and with a text of one line."""
    (_, first, _), *_ = texts("seen")
    for shape in ("paragraphs", "one line", "quotation marks"):
        before = 0.0
        for times in (40, 80, 160, 320):
            text = {
                "paragraphs": first.text * times,
                "one line": first.text.replace("\n", " ") * times,
                "quotation marks": '"' * 2000 * times,
            }[shape]
            started = time.process_time()
            find(replace(articles.parse(text), language="de", published=first.published), known)
            took = time.process_time() - started
            print(
                f"{shape:<16} {len(text):>9,} characters  {took:6.2f} s"
                + (f"  {took / before:.2f} times" if before else "")
            )
            before = took


def main() -> None:
    """Score, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unseen", action="store_true", help="score the texts that were put aside, too")
    parser.add_argument("--why", action="store_true", help="tell each claim that was missed, and each that is false")
    parser.add_argument("--growth", action="store_true", help="measure how the time grows with the text")
    options = parser.parse_args()
    known = casebook()
    if options.growth:
        growth(known)
        return
    article = sony()
    if article is None:
        print("the article of the casebook is not here: not scored")
    else:
        result = score(article[1], find(article[0], known), options.why)
        told("the article", result)
        by_act(result)
    for folder in ("seen", "regression", *(("unseen",) if options.unseen else ())):
        for language in ("en", "de"):
            total = Score.none()
            for name, text, golds in texts(folder):
                if text.language == language:
                    result = score(golds, find(text, known), options.why)
                    told(name, result)
                    total.add(result)
            told(f"all {folder}, {language}", total)
            by_act(total)


if __name__ == "__main__":
    main()
