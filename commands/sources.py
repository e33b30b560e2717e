"""What the commands that read sources share: an option, and a bar that shows how far reading has come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

import click

from .output import clean

if TYPE_CHECKING:
    from click.decorators import FC
    from rich.progress import Progress, TaskID

_as = click.option(
    "--as",
    "as_",
    metavar="FORMAT",
    help="read the sources as this format, or by this mapping or mapping file, whatever they look like",
)

_mapping = click.option("--mapping", metavar="FILE", help="read tables by this mapping (the same as --as FILE)")


def as_options(command: FC) -> FC:
    """Add `--as`, and `--mapping`, which says the same; see `format_of`."""
    return _as(_mapping(command))


def format_of(as_: str | None, mapping: str | None) -> str | None:
    """Return what `--as` or `--mapping` says; raise `click.UsageError` when both do."""
    if as_ and mapping:
        raise click.UsageError("--mapping says the same as --as; give one of them")
    return as_ or mapping


class Bar:
    """A bar on standard error that shows how far reading has come; only on a terminal.

    `progress` is what is told of the reading (`loaders.opening.documents.Progress`), or None.
    """

    def __init__(self) -> None:
        self.progress: _Tasks | None = None

    def __enter__(self) -> Self:
        click.get_current_context().obj.working.hide()
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
            shown = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            shown.start()
            self.progress = _Tasks(shown)
        return self

    def __exit__(self, *_: object) -> None:
        if self.progress is not None:
            self.progress.shown.stop()


class _Tasks:
    """Reading as tasks of rich, one a document."""

    def __init__(self, shown: Progress) -> None:
        self.shown = shown
        self.tasks: dict[str, TaskID] = {}

    def started(self, name: str, size: int | None) -> None:
        if name not in self.tasks:
            base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
            self.tasks[name] = self.shown.add_task(clean(base), total=size)
        self.shown.reset(self.tasks[name], total=size)

    def advanced(self, name: str, count: int) -> None:
        self.shown.advance(self.tasks[name], count)

    def finished(self, name: str) -> None:
        self.shown.stop_task(self.tasks[name])
