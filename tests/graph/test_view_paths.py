"""The page's paths of blame are as short as those of `whoblamed path`, for every pair of the casebook."""

from __future__ import annotations

import json
import shutil
import subprocess

import networkx as nx
import pytest
from whoblamed.graph import Graph
from whoblamed.graph.network.blame import blame_graph
from whoblamed.graph.view import data
from whoblamed.ontology import ID

from ..support.places import ROOT

CHAINS = """
import { readFileSync } from "node:fs";
import { createModel } from "./graph/view/js/data/model.js";
import { createScene } from "./graph/view/js/data/scene.js";
import { START } from "./graph/view/js/data/state.js";
import { blamePath } from "./graph/view/js/data/blamepath.js";
const { view, pairs } = JSON.parse(readFileSync(0, "utf8"));
const model = createModel(view);
const scene = createScene(model, START);
console.log(JSON.stringify(pairs.map(([from, to]) => blamePath(model, scene, from, to)?.length ?? null)));
"""


def test_every_connected_pair_has_a_chain_as_short_as_the_command_finds(casebook: Graph) -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("no Node.js here")
    network = blame_graph(casebook.blame_network())
    lengths = {
        (start.removeprefix(ID), end.removeprefix(ID)): length
        for start, ends in nx.all_pairs_shortest_path_length(network)
        for end, length in ends.items()
        if start != end
    }
    assert len(lengths) > 300
    told = json.dumps({"view": data(casebook.facts(), title="Casebook", limit=20), "pairs": list(lengths)})
    command = [node, "--input-type=module", "--eval", CHAINS]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout) == list(lengths.values())
