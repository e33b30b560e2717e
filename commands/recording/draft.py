"""The command that drafts a fact file from an article."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import OutputError
from ...ontology.texts import counted
from ..output import clean, note, say
from ..session import Session, pass_session
from ..sources import Bar
from .proposing import dry_run_option, file_type

if TYPE_CHECKING:
    from ...loaders.drafting.article import Article
    from ...loaders.drafting.grammar.phrases import Known
    from ...loaders.drafting.plan import Plan
    from ...loaders.drafting.reported import ReportedClaim

_KEY = "WHOBLAMED_MODEL_KEY"


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("-o", "--output", type=file_type, metavar="FILE", help="the fact file; otherwise it is printed")
@click.option("--into", type=file_type, metavar="FILE", help="put the claims into a fact file that is there")
@click.option("--incident", metavar="NAME", help="with --into: which of its incidents the article is about")
@click.option("--case", metavar="NAME", help="what the case is called; otherwise after the title")
@click.option("--published", metavar="DAY", help="the day of the article (YYYY-MM-DD), by which it counts others")
@click.option("--lang", metavar="CODE", help="its language: en or de; otherwise by its small words")
@click.option("--title", metavar="TEXT", help="its title; otherwise its first line")
@click.option(
    "--text", "kept", type=file_type, metavar="FILE", help="keep the text that was read, which places count in"
)
@click.option("--reports", is_flag=True, help="also what is only reported, and blames nobody")
@click.option("--model", metavar="NAME", help="ask a model of this name as well, at --model-url")
@click.option("--model-url", metavar="URL", help="where that is (OpenAI-compatible): the article is sent there")
@dry_run_option
@pass_session
def draft(
    session: Session,
    source: str,
    output: Path | None,
    into: Path | None,
    incident: str | None,
    case: str | None,
    published: str | None,
    lang: str | None,
    title: str | None,
    kept: Path | None,
    reports: bool,
    model: str | None,
    model_url: str | None,
    dry_run: bool,
) -> None:
    """Draft a fact file from an article.

    Its sentences are searched for who blames, denies, doubts, criticises or claims responsibility, by rules of English
    and German and the names of the graph. The result is to be compared with the article: check and load refuse each
    claim until it says confirmed: true. How sure each is, and why, goes to standard error. Web pages need
    the extra whoblamed[draft]; nothing leaves this computer unless --model-url is given.

    \b
    Examples:
      whoblamed draft article.txt -o case.yaml
      whoblamed draft https://example.org/story --text story.txt -o case.yaml
      whoblamed draft article.txt --into case.yaml --published 2031-03-12
    """
    from ...loaders.drafting import reading, reported

    _refuse(output, into, incident, model, model_url)
    told = reading.Told(_day(published), lang, title)
    with Bar() as bar:
        article = reading.read(source, told, progress=bar.progress)
    known = _known(session)
    found = reported.find(article, known)
    if model and model_url:
        found = _with_model(article, known, found, model, model_url)
    found = [each for each in found if reports or each.act != "report"]
    if kept is not None and not dry_run:
        _write_new(kept, article.text)
    if into is None:
        plan = _new(article, found, case, output, dry_run=dry_run)
    else:
        plan = _into(article, found, into, incident, dry_run=dry_run)
    _tell(plan, article)


def _refuse(
    output: Path | None, into: Path | None, incident: str | None, model: str | None, model_url: str | None
) -> None:
    if output and into:
        raise click.UsageError("--output begins a file and --into adds to one; give one of them")
    if incident and not into:
        raise click.UsageError("--incident names one of the file of --into")
    if bool(model) != bool(model_url):
        raise click.UsageError("--model and --model-url go together: which model, and where")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day; write YYYY-MM-DD", param_hint="--published") from None


def _known(session: Session) -> dict[str, Known]:
    """Return the names of the graph, if there is one, and else those of the casebook."""
    from ...loaders.drafting.known import casebook, of_actors

    graph = session.unbuilt()
    return of_actors(graph.facts().actors.values()) if graph.exists else casebook()


def _with_model(
    article: Article, known: dict[str, Known], found: list[ReportedClaim], model: str, url: str
) -> list[ReportedClaim]:
    import os

    from ...loaders.drafting import model as models

    answer = models.ask(article, known, models.ModelServer(url, model, os.environ.get(_KEY)))
    if answer.dropped:
        note(f"dropped {counted(answer.dropped, 'claim')} of the model: their words are not in the article")
    return models.together(found, answer.found)


# ------------------------------------------------------------------------------------------------------------- writing


def _new(article: Article, found: list[ReportedClaim], case: str | None, output: Path | None, *, dry_run: bool) -> Plan:
    from ...loaders.drafting.plan import Planning, case_name
    from ...loaders.drafting.writing import checked, fact_file

    plan = Planning(article, case or case_name(article)).make(found)
    document = checked(fact_file(plan, passages=article.url is None), output or Path("draft.yaml"))
    if output is None or dry_run:
        click.echo(clean(document.text), nl=False)
    else:
        document.save()
        say(
            f"wrote {output}: {counted(len(plan.claims), 'claim')} to confirm; "
            f"whoblamed check {output} says what is left"
        )
    return plan


def _into(article: Article, found: list[ReportedClaim], path: Path, incident: str | None, *, dry_run: bool) -> Plan:
    from ...loaders.drafting.plan import Planning
    from ...loaders.drafting.writing import incident_of, into, taken
    from ...loaders.facts.writing.document import FactDocument
    from .proposing import show

    document = FactDocument.open(path)
    about = incident_of(document, incident)
    plan = Planning(article, "", incident=about, taken=taken(document)).make(found)
    into(document, plan)
    if dry_run:
        show(document.diff())
        say("nothing was written")
    else:
        document.save()
        say(f"wrote {counted(len(plan.claims), 'claim')} to confirm into {path}; whoblamed undo {path} takes that back")
    return plan


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(f"{path}: there is such a file already; choose another name") from None
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from None


def _tell(plan: Plan, article: Article) -> None:
    """Say how sure each claim is and why, and what is left to people, on standard error."""
    day = (
        f"dated {article.published} {article.dated_by}"
        if article.published
        else "without a date (--published gives it)"
    )
    note(f"{article.name}: {article.language}, {day}")
    for claim in plan.claims:
        blanks = f"; not found: {', '.join(claim.blanks)}" if claim.blanks else ""
        note(f"{claim.reported.sure:<7} {claim.entry['id']}: {claim.reported.why}{blanks}")
    if plan.left_out:
        note(f"and {plan.left_out:,} more, which are too many for one file; draft the text in parts")
    if not plan.claims:
        note("nothing in it says that somebody blames, denies or doubts; write it by hand: whoblamed new")
