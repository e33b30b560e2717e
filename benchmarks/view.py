"""How fast the view is, beside what pyvis itself makes of the same graph.

    python benchmarks/view.py [--actors 2000 --claims 6000] [--chromium /usr/bin/chromium] [--limit-seconds 60]

Prints, for each size: seconds to compute the layout and the page, the page's size, and milliseconds from opening the
file to the first drawing in headless Chromium, with the usual budget of nodes and with all nodes; then the same for
the page that pyvis writes, given up after the limit, and the ratio.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import TimeoutError, sync_playwright
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.view import render
from whoblamed.graph.view.layout import layered, organic
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Actor, Allegation, Claim, DataSet, Incident, dataset_iri, mint

SIZES = ((2_000, 6_000), (10_000, 30_000))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DRAWN = "performance.getEntriesByName('whoblamed:drawn')[0]?.startTime"


def made_up(actors: int, claims: int, seed: int = 1) -> Facts:
    """A graph of made-up claims in which, as in real ones, few actors are blamed by many."""
    chance = random.Random(seed)
    name = "benchmark"
    speakers = [Actor(iri=mint(name, "actor", f"a{i}"), label=f"Actor {i}", kind="group") for i in range(actors)]
    incidents = [Incident(iri=mint(name, "incident", f"i{i}"), label=f"Incident {i}") for i in range(actors // 10)]
    blamed = [actor.iri for actor in speakers]
    allegations: dict[str, Allegation] = {}
    made: list[Claim] = []
    for i in range(claims):
        speaker = speakers[i] if i < actors else chance.choice(speakers)
        day = date(2010, 1, 1) + timedelta(days=chance.randrange(5000))
        said = Claim(
            iri=mint(name, "claim", f"c{i}"),
            label=f"Claim {i}",
            act="attribution",
            speakers=(speaker.iri,),
            stated_on=PartialDate(day, day),
        )
        if i > actors and chance.random() < 0.3:
            made.append(answering(said, chance.choice(made), chance))
            continue
        accused, incident = chance.choice(blamed), chance.choice(incidents).iri
        blamed.append(accused)
        key = "-".join(iri.rsplit("/", 1)[-1] for iri in (accused, incident))
        alleged = Allegation(iri=mint(name, "allegation", key), label="", accused=accused, incident=incident)
        allegations[alleged.iri] = alleged
        made.append(replace(said, about=(alleged.iri,), accused=(accused,), incident=incident))
    dataset = DataSet(iri=dataset_iri(name), name=name)
    return Facts.of([dataset, *speakers, *incidents, *allegations.values(), *made])


def answering(said: Claim, other: Claim, chance: random.Random) -> Claim:
    """A denial, challenge or endorsement of another claim; of what is not an attribution, a challenge."""
    roll = chance.random()
    if other.act != "attribution" or roll < 0.3:
        return replace(said, act="challenge", challenges=(other.iri,))
    said = replace(said, about=other.about, accused=other.accused, incident=other.incident)
    if roll < 0.7:
        return replace(said, act="denial", speakers=other.accused[:1], responds_to=(other.iri,))
    return replace(said, act="endorsement", endorses=(other.iri,))


def first_drawing(page_file: Path, drawn: str, chromium: str, limit: float) -> float | None:
    """Milliseconds from opening the file to its first drawing; None when it takes longer than `limit` seconds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        # The page allows no eval, which Playwright's waiting uses.
        page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
        try:
            page.goto(page_file.as_uri(), timeout=limit * 1000, wait_until="commit")
            page.wait_for_function(drawn, timeout=limit * 1000)
            return float(page.evaluate(drawn))
        except TimeoutError:
            return None
        finally:
            browser.close()


def pyvis_page(facts: Facts, folder: Path) -> Path:
    """What pyvis writes of the blame network, with a mark at its first drawing."""
    from pyvis.network import Network

    network = blame_network(facts)
    shown = Network(directed=True, cdn_resources="in_line")
    shown.nodes = [{"id": iri, "label": label, "shape": "dot"} for iri, label in network.nodes(data="label")]
    shown.edges = [{"from": a, "to": b, "arrows": "to"} for a, b in network.edges()]
    mark = 'network.once("afterDrawing", () => performance.mark("whoblamed:drawn"));'
    html = shown.generate_html().replace("return network;", f"{mark} return network;", 1)
    path = folder / "pyvis.html"
    path.write_text(html, encoding="utf-8")
    return path


def layout_seconds(actors: int, claims: int) -> tuple[float, float]:
    """Seconds that each of the two layouts takes."""
    chance = random.Random(2)
    links = [(chance.randrange(actors), int(actors * chance.random() ** 3)) for _ in range(claims)]
    begun = time.perf_counter()
    organic(links, [(100.0, 60.0)] * actors)
    between = time.perf_counter()
    layered([chance.randrange(4) for _ in range(actors)], links)
    return between - begun, time.perf_counter() - between


def measure(actors: int, claims: int, chromium: str, limit: float) -> None:
    """Print one size's figures."""
    print(f"{actors:,} actors, {claims:,} claims")
    free, sides = layout_seconds(actors, claims)
    print(f"  layout                      {free:6.2f} s free, {sides:.2f} s by sides")
    facts = made_up(actors, claims)
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        for what, budget in (("budget of 300", 300), ("all nodes", 0)):
            begun = time.perf_counter()
            html = render(facts, title="Benchmark", limit=budget)
            spent = time.perf_counter() - begun
            path = Path(name) / "view.html"
            path.write_text(html, encoding="utf-8")
            figures[what] = first_drawing(path, DRAWN, chromium, limit)
            size = f"{len(html) / 1e6:5.1f} MB"
            print(f"  {what:14} page in {spent:6.2f} s, {size}, first drawing {_shown(figures[what], limit)}")
        theirs = first_drawing(pyvis_page(facts, Path(name)), DRAWN, chromium, limit)
    print(f"  pyvis's own page                              first drawing {_shown(theirs, limit)}")
    mine = figures["all nodes"]
    if mine:
        more = "" if theirs else "more than "
        print(f"  ratio, all nodes                              {more}{(theirs or limit * 1000) / mine:.0f} to 1")


def _shown(milliseconds: float | None, limit: float) -> str:
    return f"not within {limit:.0f} s" if milliseconds is None else f"{milliseconds:6.0f} ms"


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--actors", type=int)
    parser.add_argument("--claims", type=int)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--limit-seconds", type=float, default=60)
    given = parser.parse_args()
    for actors, claims in [(given.actors, given.claims or 3 * given.actors)] if given.actors else SIZES:
        measure(actors, claims, given.chromium, given.limit_seconds)


if __name__ == "__main__":
    main()
