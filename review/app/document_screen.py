"""A document: its text or pages with all its records, the bytes it was read from, and its pictures.

>>> [route.path for route in ROUTES][:2]
['/document/{name}', '/document/{name}/page/{page:int}.png']
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from review.app.desk import desk
from review.app.evidence import PDF, blocks, original, picture_of, sheet
from review.app.pages import page
from store.entries import KeptDocument

# A kept page is shown as it was, but can do nothing: no script, no form, no request to anywhere.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_SHOWABLE = ("text/html", "application/xhtml+xml", "text/plain")


def show(request: Request) -> Response:
    """The document with its records."""
    backlog, kept = desk(request).backlog, _kept(request)
    backlog.refresh()
    document = desk(request).ledger.document(kept.record.id)
    assert document is not None
    items = backlog.of_document(document.id)
    number = request.query_params.get("page", "1")[:6]
    last = len(document.layout.page_starts) if document.layout else 1
    number_ = min(max(int(number), 1), last) if number.isascii() and number.isdigit() else 1
    sheet_ = sheet(desk(request), document, kept, items, number_)
    as_text = sheet_ is None or not sheet_.width or request.query_params.get("view") == "text"
    capture = desk(request).ledger.capture(kept.capture)
    return page(
        request,
        "document.html",
        kept=kept,
        record=kept.record,
        current=request.query_params.get("record", ""),
        items=items,
        sheet=sheet_,
        as_text=as_text,
        blocks=blocks(document, items) if as_text else [],
        capture=capture,
    )


def picture(request: Request) -> Response:
    """A page of a PDF as a picture."""
    drawn = picture_of(desk(request), _kept(request), request.path_params["page"])
    if drawn is None:
        raise HTTPException(404)
    return Response(drawn.png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def snapshot(request: Request) -> Response:
    """The bytes as they were fetched, where they can do no harm."""
    kept = _kept(request)
    data = original(desk(request), kept)
    if data is None:
        raise HTTPException(404)
    media_type = kept.record.media_type
    headers = {"Content-Security-Policy": _SANDBOX}
    if media_type not in _SHOWABLE:
        ending = ".pdf" if media_type == PDF else ".bin"
        headers["Content-Disposition"] = f'attachment; filename="{kept.record.id}{ending}"'
        return Response(data, media_type="application/octet-stream", headers=headers)
    capture = desk(request).ledger.capture(kept.capture)
    charset = capture.charset if capture and capture.charset and capture.charset.replace("-", "").isalnum() else ""
    headers["Content-Type"] = f"{media_type}; charset={charset}" if charset else media_type
    return Response(data, headers=headers)


def _kept(request: Request) -> KeptDocument:
    kept = desk(request).ledger.kept_document(request.path_params["name"])
    if kept is None:
        raise HTTPException(404)
    return kept


ROUTES = [
    Route("/document/{name}", show),
    Route("/document/{name}/page/{page:int}.png", picture),
    Route("/document/{name}/snapshot", snapshot),
]
