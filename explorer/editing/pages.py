"""The pages on which a fact file is changed: which there are, what is in one, a form, what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ...errors import WhoblamedError
from ...loaders.facts.writing.document import FactDocument
from ...loaders.facts.writing.questions import ENTRIES, called
from ...ontology.records import mint
from ..pages.addresses import path_of
from ..pages.rendering import render
from .cases import TOLD, Case, Cases
from .drafts import Complaint, Draft
from .forms import PREFIX, answers, fields, flat, known, read_form
from .speech import hint, label, words

#: What can be added to a file.
SECTIONS: Final = ("claims", *ENTRIES)
#: What a form says that it is about, beside the fields: the file as it was when the form was made.
_VERSION: Final = "version"


class Pages:
    """The pages of the cases of a server."""

    def __init__(self, cases: Cases) -> None:
        """Know the cases."""
        self._cases = cases

    async def overview(self, request: Request) -> Response:
        """Return which data sets can be changed."""
        cases = await run_in_threadpool(self._cases.all)
        return _page(request, "overview", words(request)["overview"]["title"], cases=cases)

    async def case(self, request: Request) -> Response:
        """Return what is in a fact file, and what can be done with it."""
        return await run_in_threadpool(self._shown, request, await self._case(request))

    async def load(self, request: Request) -> Response:
        """Load a file that was written."""
        case = await self._case(request)
        return await run_in_threadpool(self._loaded, request, case, "")

    async def undo(self, request: Request) -> Response:
        """Bring back a file as it was before it was last written, if nobody has written it since the page was shown
        that asks for it, and load that."""
        case = await self._case(request)
        sent = await read_form(request)

        def undone() -> Response:
            if sent.get(_VERSION) != _opened(case).sha256:
                return self._shown(request, case, error=words(request)["later"].format(file=case.path), status=409)
            try:
                case.undo()
            except TOLD as error:
                return self._shown(request, case, error=str(error), status=409)
            return self._loaded(request, case, "undone=1")

        return await run_in_threadpool(undone)

    async def form(self, request: Request) -> Response:
        """Return a form for a new entry, or for a claim that is there."""
        case, section, key = await self._case(request), _section(request), request.path_params.get("key", "")

        def made() -> Response:
            document = _opened(case)
            there = _there(document, section, key)
            return _form(request, case, document, section, key, there, [])

        return await run_in_threadpool(made)

    async def sent(self, request: Request) -> Response:
        """Show what a form would change, or write that, as its button says."""
        case, section, key = await self._case(request), _section(request), request.path_params.get("key", "")
        sent = await read_form(request)
        return await run_in_threadpool(self._answered, request, case, section, key, sent)

    async def check(self, request: Request) -> Response:
        """Return what is wrong with a form that somebody is filling in, and what it would change, as JSON."""
        case, section = await self._case(request), _section(request)
        sent = await read_form(request)

        def checked() -> Response:
            document = _opened(case)
            key = sent.get("key", "")
            _there(document, section, key)
            draft = Draft(document, section, key, answers(sent))
            told = [{"field": each.field, "message": each.message, "place": each.place} for each in draft.complaints]
            return JSONResponse({"complaints": told, "diff": draft.diff(), "key": draft.key})

        return await run_in_threadpool(checked)

    # ---------------------------------------------------------------------------------------------------------- parts

    async def _case(self, request: Request) -> Case:
        found = await run_in_threadpool(self._cases.one, request.path_params["dataset"])
        if found is None:
            raise HTTPException(404, "there is no such data set")
        return found

    def _answered(self, request: Request, case: Case, section: str, key: str, sent: Mapping[str, str]) -> Response:
        document = _opened(case)
        given = answers(sent)
        _there(document, section, key)
        draft = Draft(document, section, key, given)
        if sent.get(_VERSION) != document.sha256:
            moved = Complaint("", words(request)["moved"].format(file=case.path))
            return _form(request, case, document, section, key, given, [moved], status=409)
        complaints, diff = draft.complaints, draft.diff()
        if complaints or sent.get("do") == "back" or not diff:
            return _form(
                request, case, document, section, key, given, complaints,
                status=422 if complaints else 200, unchanged=not diff and not complaints and sent.get("do") != "back",
            )  # fmt: skip
        if sent.get("do") != "write":
            return _page(
                request, "preview", _title(request, section, key), case=case, section=section, key=key,
                given=given, edition=document.sha256, diff=diff.splitlines(),
            )  # fmt: skip
        try:
            draft.document.save()
        except TOLD as error:
            return _form(request, case, document, section, key, given, [Complaint("", str(error))], status=409)
        return self._loaded(request, case, f"wrote={quote(draft.key)}&in={section}")

    def _loaded(self, request: Request, case: Case, told: str) -> Response:
        try:
            self._cases.load(case)
        except WhoblamedError as error:
            failed = words(request)["notloaded"].format(error=error)
            return self._shown(request, case, error=failed, unloaded=True, status=503)
        return RedirectResponse(f"{request.scope.get('root_path', '')}/edit/{quote(case.name)}/?{told}", 303)

    def _shown(
        self, request: Request, case: Case, *, error: str = "", unloaded: bool = False, status: int = 200
    ) -> Response:
        try:
            document = case.document()
        except TOLD as refused:
            return _page(request, "refused", case.title, 409, case=case, why=str(refused))
        entries = {section: list(map(_named, document.entries(section).items())) for section in SECTIONS}
        wrote = request.query_params.get("wrote", "")
        there = wrote in document.entries(_in(request))
        return _page(
            request, "case", case.title, status, case=case, entries=entries, error=error,
            problems=document.problems(), edition=document.sha256, unloaded=unloaded,
            undone="undone" in request.query_params, wrote=wrote if there else "",
            stale=document.sha256 != case.dataset.sha256,
            claims={key: path_of(mint(case.name, "claim", key)) for key in document.entries("claims")},
        )  # fmt: skip


def _opened(case: Case) -> FactDocument:
    try:
        return case.document()
    except TOLD as error:
        raise HTTPException(409, str(error)) from None


def _there(document: FactDocument, section: str, key: str) -> dict[str, str]:
    """Return the fields of a claim that is there; none for a new entry. Raises `HTTPException` where there is none."""
    if not key:
        return {}
    entry = document.entries(section).get(key)
    if section != "claims" or not isinstance(entry, dict):
        raise HTTPException(404, f"{document.path}: there is no claim {key!r} in it")
    return flat(entry)


def _section(request: Request) -> str:
    section = str(request.path_params.get("section", "claims"))
    if section not in SECTIONS:
        raise HTTPException(404, "there is no such section")
    return section


def _in(request: Request) -> str:
    section = request.query_params.get("in", "claims")
    return section if section in SECTIONS else "claims"


def _named(item: tuple[str, Any]) -> tuple[str, str]:
    return item[0], called(item[1])


def _title(request: Request, section: str, key: str) -> str:
    told = words(request)
    return str(told["form"]["correct"].format(key=key) if key else told["form"]["new"][section])


def _form(
    request: Request,
    case: Case,
    document: FactDocument,
    section: str,
    key: str,
    given: Mapping[str, str],
    complaints: Sequence[Complaint],
    *,
    status: int = 200,
    unchanged: bool = False,
) -> Response:
    there, told = _there(document, section, key), words(request)
    groups = fields(section, {**there, **given})
    names = {field.name for group in groups.values() for field in group}
    beside = {name: [each for each in complaints if _beside(each, names) == name] for name in names}
    return _page(
        request, "form", _title(request, section, key), status, case=case, section=section, key=key,
        edition=document.sha256, groups=groups, given={**there, **given}, complaints=complaints, beside=beside,
        unchanged=unchanged, prefix=PREFIX, place=lambda each: _beside(each, names),
        lists={name: known(document, name) for name in SECTIONS},
        label=partial(label, told), hints=partial(hint, told),
    )  # fmt: skip


def _beside(complaint: Complaint, names: set[str]) -> str:
    """Return the field of a form beside which a complaint stands; empty for none."""
    first = complaint.field.partition(".")[0]
    return next((name for name in (complaint.field, first) if name in names), "") or next(
        (name for name in sorted(names) if first and name.partition(".")[0] == first), ""
    )


def _page(request: Request, template: str, title: str, status: int = 200, **values: Any) -> Response:
    return render(
        request, f"editing/templates/{template}.html.jinja", status, title=title, words=words(request), **values
    )
