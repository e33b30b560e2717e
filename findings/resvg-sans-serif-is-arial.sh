#!/usr/bin/env bash
# A picture that asks for any sans-serif font has no text, though one is there.
#
# One would guess: `font-family="sans-serif"` takes a font of the system, as browsers, Inkscape and librsvg do; where none is found, the
#   converter says so or draws boxes.
# What happens: in resvg (resvg-py 0.5.0) sans-serif *is* the font Arial. Where Arial is not installed, as on most Linux machines and
#   in all small containers, every text is left out of the PNG: no error, no box, exit code 0. The same picture with the font's own
#   name, or with sans_serif_family=, has its text.
# Seen: November 2026.
# Why it matters: a picture of who blamed whom is made on a laptop that has Arial, and then by a server: names, dates and "denies" are
#   gone, lines and arrows stay, and it looks finished.
# Instead: bring a font and say its name: svg_to_bytes(font_files=[...], sans_serif_family="Roboto").
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check resvg-py==0.5.0 font-roboto==0.0.1
cd "$folder"
venv/bin/python - <<'PY'
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import resvg_py

print("resvg-py", version("resvg-py"), "font-roboto", version("font-roboto"))
package = Path(find_spec("font_roboto").origin).parent
(font,) = (str(file) for file in package.rglob("*.ttf") if file.stem in ("Roboto-Regular", "RobotoRegular"))
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40">%s</svg>'


def drawn(text: str, **more: str) -> bytes:
    """The picture with Roboto as the one font there is."""
    return bytes(resvg_py.svg_to_bytes(svg_string=PICTURE % text, skip_system_fonts=True, font_files=[font], **more))


empty = drawn("")
generic = drawn('<text x="5" y="30" font-family="sans-serif">Arden blames Belmont</text>')
named = drawn('<text x="5" y="30" font-family="Roboto">Arden blames Belmont</text>')
told = drawn('<text x="5" y="30" font-family="sans-serif">Arden blames Belmont</text>', sans_serif_family="Roboto")
print("bytes: empty", len(empty), "sans-serif", len(generic), "Roboto", len(named), "told what sans-serif is", len(told))
assert generic == empty
assert len(named) > len(empty) and told == named
PY
