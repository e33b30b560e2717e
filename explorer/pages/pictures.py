"""The pictures of the view, drawn by its scripts for pages: in colours that follow the reader's, with links to pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree

from markupsafe import Markup

from ... import graph as graph_package
from ...errors import FormatError
from ...graph.store.facts import Facts
from ...graph.view import picture
from ...graph.view.engine import LIGHT_COLOURS
from ...ontology import ID
from .addresses import path_of
from .asking import Asking
from .reading import Reading

_SVG: Final = "{http://www.w3.org/2000/svg}"
#: In pixels: how wide pictures are drawn for desks, and for phones.
WIDE, NARROW = 1132, 358
