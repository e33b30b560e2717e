"""The interactive view: one HTML file that opens offline, its data, and a static picture of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..store.facts import Facts

if TYPE_CHECKING:
    from .pictures import Picture


def render(facts: Facts, *, title: str, lang: str | None = None, **scope: Any) -> str:
    """Return the view as one self-contained HTML page. Parameters and errors are those of `data`; an empty `title`
    is put in the language that the page speaks."""
    return "".join(pieces(facts, title=title, lang=lang, **scope))


def pieces(facts: Facts, *, title: str, lang: str | None = None, **scope: Any) -> Iterator[str]:
    """Yield the same page piece by piece, to write it without holding all of it. Raises errors before the first."""
    from .collect import Scope, gathered
    from .page import page

    return page(gathered(facts, Scope(**scope), title=title, lang=lang))


def data(facts: Facts, *, title: str, lang: str | None = None, **scope: Any) -> dict[str, Any]:
    """Return what the view shows, as plain values for JSON; what of the facts is a `collect.Scope`.

    `focus` is the IRI of an actor or incident to start from and `depth` how many steps around it to keep (None: all);
    `incident` (an IRI) and `dataset` (a name) keep only claims about the one and of the other; `limit` is how many
    nodes are shown at first (0: all of them; the others are in the data too); `as_of` leaves out what was not certainly
    public by then; `counted` maps actors to those as whom they are drawn (see `Graph.rolled_up`), which changes no
    status; `remark` is what else the reader has to know of the data; `among` (IRIs) leaves only these claims; `states`
    maps actors to the states that they count as where the reader folds them; `picture` is what the page opens with
    (None: what suits); names and texts are given in `lang` (None: English) where they exist in it, and the page speaks
    it (None: the language of the browser) if it knows it.

    The result has `nodes` (actors and incidents, with positions in two layouts), `edges` (a claim or an allegation
    each), `claims`, `allegations` (with the status, how it changed, and independent origins), `sources`, `evidence`
    and `datasets`. IRIs are written without `base`. Raises UnknownName for a focus, incident or data set that the
    facts do not have.
    """
    from .collect import Scope, collect

    return collect(facts, Scope(**scope), title=title, lang=lang)


def picture(
    facts: Facts,
    name: str | None = None,
    *,
    title: str | None = None,
    size: tuple[int, int] | None = None,
    theme: str = "light",
    fold: bool = False,
    lang: str | None = None,
    **scope: Any,
) -> Picture:
    """Return a static picture: one of `pictures.PICTURES`, by default the board of a focus, else the matrix.

    `title`, `size`, `theme` and `fold` are those of `pictures.pictured`; `scope` and errors are those of `data`. Raises
    FormatError for a picture, theme or size that there is none of, and when the engine is missing.
    """
    from .collect import Scope, collect
    from .pictures import pictured

    found = collect(facts, Scope(**scope, placed=False), title=title or "", lang=lang)
    folded = fold or bool(scope.get("counted"))
    return pictured(found, name, title=title, size=size, theme=theme, lang=lang or "en", fold=folded)
