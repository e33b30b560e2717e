"""No loader breaks on broken input: it reads it or says in words what is wrong; `make torture` tries far more."""

from __future__ import annotations

from collections import deque
from itertools import islice

import pytest
from whoblamed.loaders.formats import FORMATS

from .mutation import mutations
from .targets import TARGETS, Target

#: How many broken inputs each loader is given: they take some ten seconds in all.
NUMBER = 400

every_target = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


@every_target
def test_good_input_is_read(target: Target) -> None:
    for seed in target.seeds():
        target.read(seed)


@pytest.mark.slow
@every_target
def test_broken_input_is_read_or_refused_in_words(target: Target) -> None:
    for content in islice(mutations(target.seeds(), target.words(), seed=2014), NUMBER):
        target.survive(content)


def test_a_loader_that_breaks_is_found() -> None:
    """As a check of the check: what raises anything but our own errors does not pass."""

    def read(content: bytes) -> None:
        if b"\0" in content:
            raise KeyError("no such thing")

    broken = Target(lambda: [b"who,whom,what\n"], read)
    inputs = islice(mutations(broken.seeds(), broken.words(), seed=2014), NUMBER)
    with pytest.raises(KeyError):
        deque(map(broken.survive, inputs), maxlen=0)


def test_every_format_has_a_target() -> None:
    tried = {"identities": "decisions", "misp-galaxy": "misp", "rdf": "turtle", "table": "csv"}
    assert {tried.get(format_.name, format_.name) for format_ in FORMATS} <= TARGETS.keys()
