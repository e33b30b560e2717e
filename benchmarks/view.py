"""How fast the view is, beside vis-network alone with the same graph and positions.

    python benchmarks/view.py [--actors 2000 --claims 6000] [--chromium /usr/bin/chromium] [--limit-seconds 60]

Prints, for each size: processor seconds and peak memory of making the page (in a process of its own, without those of
the facts), the page's size, and milliseconds in headless Chromium: from opening the file to the first drawing, as it
opens and with the graph of all nodes; the same for a page that hands nodes with positions and edges to vis-network;
and, in the graph of all nodes, from a filter, a step of the slider and a move of the pointer to the next frame (of each
the best, which other work disturbs least).
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoblamed.commands.process import spare_imports
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.view import data, pieces
from whoblamed.graph.view.page import vis_network
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Actor, Allegation, Claim, DataSet, Incident, dataset_iri, mint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = ((2_000, 6_000), (10_000, 30_000))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DRAWN = "performance.getEntriesByName('whoblamed:drawn')[0]?.startTime"
ALL = "#picture=graph&all=1"
RUNS = 4


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


def first_drawing(browser: Browser, address: str, limit: float) -> float | None:
    """Milliseconds from opening a page to its first drawing; None when it takes longer than `limit` seconds."""
    from playwright.sync_api import TimeoutError

    # The page allows no eval, which Playwright's waiting uses.
    page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
    try:
        page.goto(address, timeout=limit * 1000, wait_until="commit")
        page.wait_for_function(DRAWN, timeout=limit * 1000)
        return float(page.evaluate(DRAWN))
    except TimeoutError:
        return None
    finally:
        page.close()


def raw_page(shown: dict[str, Any], folder: Path) -> Path:
    """Vis-network alone with the nodes, positions and edges of a view, with a mark at its first drawing."""
    number = {node["id"]: place for place, node in enumerate(shown["nodes"])}
    nodes = [{"id": number[n["id"]], "label": n["label"], "x": n["x"], "y": n["y"]} for n in shown["nodes"]]
    edges = [{"from": number[edge["from"]], "to": number[edge["to"]], "arrows": "to"} for edge in shown["edges"]]
    script = """const told = JSON.parse(document.getElementById("data").textContent);
      const look = { nodes: { shape: "dot", size: 8 }, edges: { smooth: false }, layout: { improvedLayout: false } };
      const network = new vis.Network(document.getElementById("stage"), told, { ...look, physics: false });
      network.once("afterDrawing", () => performance.mark("whoblamed:drawn"));"""
    path = folder / "raw.html"
    told = json.dumps({"nodes": nodes, "edges": edges})
    path.write_text(
        f"""<!doctype html><meta charset="utf-8"><div id="stage" style="height: 880px"></div>
        <script type="application/json" id="data">{told}</script>
        <script>{vis_network()}</script><script>{script}</script>""",
        encoding="utf-8",
    )
    return path


#: Milliseconds from an act to the frame after it.
TIMED = """async (act) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const begun = performance.now();
  await act();
  await frame();
  return performance.now() - begun;
}"""
FILTER = "() => document.querySelector('.kinds input').click()"
STEP = """() => {
  const slider = document.querySelector('#timeline input');
  slider.value = String(Number(slider.min) + (Number(slider.max) - Number(slider.min)) * Math.random());
  slider.dispatchEvent(new Event('input'));
}"""
HOVER = """() => {
  const stage = document.getElementById('stage');
  const box = stage.getBoundingClientRect();
  const [across, down] = [0.3 + 0.4 * Math.random(), 0.3 + 0.4 * Math.random()];
  const at = { clientX: box.x + box.width * across, clientY: box.y + box.height * down };
  stage.dispatchEvent(new PointerEvent('pointermove', { ...at, bubbles: true }));
}"""


def acts(page: Page, address: str) -> dict[str, float]:
    """Milliseconds that a filter, a step of the slider and a move of the pointer take: of each the best."""
    page.goto(address)
    page.wait_for_function("document.documentElement.dataset.ready")
    page.wait_for_timeout(1500)
    names = {"filter": (FILTER, 6), "slider": (STEP, 6), "hover": (HOVER, 30)}
    return {name: min(page.evaluate(f"({TIMED})({act})") for _ in range(times)) for name, (act, times) in names.items()}


def made(actors: int, claims: int, path: Path) -> None:
    """Make the page in this process, and print processor seconds and peak memory of it."""
    facts = made_up(actors, claims)
    before, begun = _peak(), time.process_time()
    gc.disable()  # as the command line does, and the next line
    spare_imports()
    with path.open("wb") as file:
        file.writelines(map(str.encode, pieces(facts, title="Benchmark")))
    print(json.dumps({"seconds": time.process_time() - begun, "peak": _peak(), "facts": before}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measure(actors: int, claims: int, chromium: str, limit: float) -> None:
    """Print one size's figures."""
    # Not above: it takes 20 MB, which no page that `view` makes has need of.
    from playwright.sync_api import sync_playwright

    print(f"{actors:,} actors, {claims:,} claims")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        path = Path(name) / "view.html"
        command = [sys.executable, __file__, "--make", str(path), "--actors", str(actors), "--claims", str(claims)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(
            f"  making the page  {told['seconds']:6.2f} s CPU, peak {told['peak']:.0f} MB"
            f" (facts alone {told['facts']:.0f} MB)"
        )
        print(f"  size             {path.stat().st_size / 1e6:6.1f} MB")
        raw = raw_page(data(made_up(actors, claims), title="Benchmark"), Path(name))
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        pages = {
            "as it opens": path.as_uri(),
            "graph, all nodes": path.as_uri() + ALL,
            "vis-network alone": raw.as_uri(),
        }
        found: dict[str, list[float | None]] = {what: [] for what in pages}
        for _ in range(RUNS):
            for what, address in pages.items():
                found[what].append(first_drawing(browser, address, limit))
        best = {what: min((each for each in times if each), default=None) for what, times in found.items()}
        for what, milliseconds in best.items():
            print(f"  {what:17}{_shown(milliseconds, limit)}")
        if (mine := best["graph, all nodes"]) and (theirs := best["vis-network alone"]):
            print(f"  ratio            {mine / theirs:6.2f}")
        page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
        for what, milliseconds in acts(page, path.as_uri() + ALL).items():
            print(f"  {what:17}{milliseconds:6.0f} ms")
        browser.close()


def _shown(milliseconds: float | None, limit: float) -> str:
    return f"not within {limit:.0f} s" if milliseconds is None else f"{milliseconds:6.0f} ms"


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--actors", type=int)
    parser.add_argument("--claims", type=int)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--limit-seconds", type=float, default=60)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    sizes = [(given.actors, given.claims or 3 * given.actors)] if given.actors else SIZES
    for actors, claims in sizes:
        if given.make:
            made(actors, claims, given.make)
        else:
            measure(actors, claims, given.chromium, given.limit_seconds)


if __name__ == "__main__":
    main()
