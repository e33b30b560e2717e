"""States by their names: ISO 3166-1 in every language that pycountry has, its codes, and names that it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from .texts import fold

#: Names that are in use and not in ISO 3166: short, colloquial and former ones of the same state, in other languages
#: where its translations have long ones only. Kosovo has no code there; XK is what the European Union and others use.
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "AE": ("UAE", "Emirates"),
    "BA": ("Bosnia",),
    "BN": ("Brunei",),
    "CD": ("DR Congo", "DRC", "Congo-Kinshasa", "Zaire"),
    "CG": ("Congo-Brazzaville",),
    "CI": ("Ivory Coast",),
    "CN": ("PRC", "PR China"),
    "CV": ("Cape Verde",),
    "FM": ("Micronesia",),
    "GB": (
        "UK",
        "U.K.",
        "Britain",
        "Great Britain",
        "Großbritannien",
        "Grande-Bretagne",
        "Gran Bretaña",
        "Gran Bretagna",
        "Великобритания",
        "Велика Британія",
    ),
    "KP": ("DPRK",),
    "KR": ("ROK",),
    "MK": ("Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia"),
    "MM": ("Burma",),
    "NL": ("Holland",),
    "PS": (
        "Palestine",
        "Palestinian Territories",
        "Palestinian Territory, Occupied",
        "Palästina",
        "Палестина",
        "فلسطين",
    ),
    "RU": (
        "Russia",
        "Russie",
        "Rusia",
        "Rosja",
        "Ryssland",
        "Rusya",
        "Россия",
        "Росія",
        "روسيا",
        "روسیه",
        "רוסיה",
        "ロシア",
        "러시아",
    ),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "TW": ("Republic of China", "ROC"),
    "US": ("U.S.", "U.S.A.", "America"),
    "VA": (
        "Holy See",
        "Vatican",
        "Vatican City",
        "Vatican City State",
        "Heiliger Stuhl",
        "Saint-Siège",
        "Santa Sede",
        "Sancta Sedes",
        "Святой Престол",
    ),
    "XK": ("Kosovo", "Republic of Kosovo"),
}
#: The catalogue of translations and, in it, what is translated of each state.
_CATALOGUE = "iso3166-1"
_NAMES = ("name", "common_name", "official_name")


def state_of(name: str) -> str | None:
    """Return the ISO 3166-1 code of the one state that a name or code means; None if it is none, or may be several.

    Neither case, accents, punctuation, the order of words nor English articles matter, because the same name is written
    "Korea, Democratic People's Republic of" here and "Korea (the Democratic People's Republic of)" there. What a name
    means in English comes before what it means in other languages.

    >>> state_of("Nordkorea"), state_of("Korea (the Democratic People's Republic of)"), state_of("Korea")
    ('KP', 'KP', None)
    """
    found = states_of([name])
    return next(iter(found)) if found else None


def states_of(names: Iterable[str]) -> set[str]:
    """Return the codes of the states that names mean, in English if any of them does, else in any language."""
    keys = {_key(name) for name in names}
    found = {_english()[key] for key in keys & _english().keys()}
    return found or {_translated()[key] for key in keys & _translated().keys()}


@cache
def comma_names() -> tuple[str, ...]:
    """Return the names of ISO 3166-1 that have a comma in them, such as "Palestine, State of", the longest first."""
    names = {name for written in _written().values() for name in written if "," in name}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _key(name: str) -> str:
    return " ".join(sorted(word for word in fold(name).split() if word != "the"))


@cache
def _english() -> dict[str, str]:
    """Return what codes and English names mean; a code is no name where another state is called so."""
    import pycountry

    codes = {_key(code): state.alpha_2 for state in pycountry.countries for code in (state.alpha_2, state.alpha_3)}
    names = [(name, code) for code, written in _written().items() for name in written]
    others = [(name, code) for code, written in OTHER_NAMES.items() for name in written]
    return {**codes, **_unambiguous([*names, *others])}


@cache
def _translated() -> dict[str, str]:
    """Return what names mean in any language; those that mean several states in different languages are left out."""
    return _unambiguous(_translations())


def _translations() -> Iterator[tuple[str, str]]:
    import gettext
    from pathlib import Path

    import pycountry

    written = _written()
    for file in sorted(Path(pycountry.LOCALES_DIR).glob(f"*/LC_MESSAGES/{_CATALOGUE}.mo")):
        with file.open("rb") as opened:
            language = gettext.GNUTranslations(opened)
        yield from ((language.gettext(name), code) for code, names in written.items() for name in names)


@cache
def _written() -> dict[str, tuple[str, ...]]:
    """Return the English names of each state in ISO 3166-1."""
    import pycountry

    return {
        state.alpha_2: tuple(getattr(state, kind) for kind in _NAMES if hasattr(state, kind))
        for state in pycountry.countries
    }


def _unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    meanings: dict[str, set[str]] = defaultdict(set)
    for name, code in dict.fromkeys(named):
        meanings[_key(name)].add(code)
    return {key: next(iter(codes)) for key, codes in meanings.items() if key and len(codes) == 1}
