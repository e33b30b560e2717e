"""The newcomer's walk: what is built and installed does the main job, alone and with nothing of the source tree."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from ..support.places import ROOT

DATA_ENDINGS = (".ttl", ".jsonld", ".yaml", ".rq", ".jinja", ".css", ".js")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and sdist, built from a copy so that nothing is left behind in the source tree."""
    folder = tmp_path_factory.mktemp("build")
    ignored = shutil.ignore_patterns(".git", ".venv", "node_modules", "out", "build", "dist", ".*_cache", "*.egg-info")
    shutil.copytree(ROOT, folder / "source", ignore=ignored, symlinks=True)
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder / "dist"),
        str(folder / "source"),
    ]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    return folder / "dist"


@pytest.fixture(scope="session")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a new environment that has the wheel, and sees the libraries that are installed here."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    (wheel,) = dist.glob("*.whl")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return folder / "bin" / "whoblamed"


def test_the_packages_are_those_that_have_code() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(settings["options"]["packages"].split())
    skipped = ("tests", "tools", "benchmarks", "build", "node_modules", "out")
    found = {
        ".".join(("whoblamed", *path.parent.relative_to(ROOT).parts))
        for path in ROOT.rglob("__init__.py")
        if not any(part.startswith(".") or part in skipped for part in path.relative_to(ROOT).parts)
    }
    assert listed == found


def test_wheel_and_sdist_carry_every_data_file(dist: Path) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ("graph", "loaders", "ontology")
        for path in (ROOT / room).rglob("*")
        if path.suffix in DATA_ENDINGS
    }
    assert wanted
    (wheel,) = dist.glob("*.whl")
    in_wheel = {name.removeprefix("whoblamed/") for name in zipfile.ZipFile(wheel).namelist()}
    assert wanted <= in_wheel
    assert "py.typed" in in_wheel
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        in_sdist = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert wanted <= in_sdist


def test_nothing_lands_under_a_common_name(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    manuals = {name for name in names if re.fullmatch(r"[^/]+\.data/data/share/man/man1/whoblamed[a-z-]*\.1", name)}
    tops = {name.split("/")[0] for name in names if name not in manuals}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"whoblamed"}


def test_the_installed_wheel_does_the_main_job(installed: Path, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": os.environ["PATH"]}

    def whoblamed(*arguments: str) -> str:
        done = subprocess.run([installed, *arguments], env=env, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "FBI attributes Sony Pictures intrusion to North Korea" in whoblamed("who", "Nordkorea")
    assert "self-claimed" in whoblamed("status", "PlayStation and Xbox outages")
    whoblamed("check")
    whoblamed("export", "-o", "graph.ttl")
    whoblamed("view", "-o", "graph.html")
    assert (tmp_path / "graph.html").stat().st_size > 100_000
    assert '"$schema"' in whoblamed("schema")
