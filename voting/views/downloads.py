"""Files of a counted vote, the same for everybody. A vote that was called off has none."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from voting import publishing, verifier
from voting.models import VoteState
from voting.protocol import protocol_pdf
from voting.views.common import get_vote


def _counted(request, public_id):
    vote = get_vote(request, public_id)
    if vote.state != VoteState.COUNTED or vote.result == {}:
        raise Http404
    return vote


def _answer(request, make, *, kind: str, name: str, tag: str):
    """A file to be saved, made unless the reader has it already: its bytes, or a stream. `tag` changes with it."""
    etag = f'"{tag}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    body = make()
    answer = HttpResponse(body, content_type=kind) if isinstance(body, bytes) else StreamingHttpResponse(body, kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["ETag"] = etag
    # For everybody the same, yet asked for anew: a town may have to take a page back.
    answer["Cache-Control"] = "public, no-cache"
    return answer


@require_safe
def ballots(request, public_id):
    """The papers by receipt: the file whose SHA-256 stands on the page."""
    vote = _counted(request, public_id)
    return _answer(
        request,
        lambda: publishing.ballots_csv(vote),
        kind="text/csv; charset=utf-8",
        name=f"vote-{vote.number}-ballots.csv",
        tag=vote.ballots_digest,
    )


@require_safe
def audit_file(request, public_id):
    """All that is needed to count the vote again: roll without names, chain, papers, signature."""
    vote = _counted(request, public_id)
    return _answer(
        request,
        lambda: publishing.audit_file(vote),
        kind="application/json",
        name=f"vote-{vote.number}.json",
        tag=vote.signature,
    )


@require_safe
def protocol(request, public_id):
    """The minutes as a PDF."""
    vote = _counted(request, public_id)
    changed = vote.outcome_at.isoformat() if vote.outcome_at else ""
    return _answer(
        request,
        lambda: protocol_pdf(vote),
        kind="application/pdf",
        name=f"vote-{vote.number}-protocol.pdf",
        tag=f"{vote.signature[:32]}{changed}",
    )


@require_safe
def projects(request, public_id):
    """A shared budget in the format of pabulib.org, so that other programs can count it."""
    vote = _counted(request, public_id)
    if not publishing.has_projects(vote):
        raise Http404
    return _answer(
        request,
        lambda: publishing.projects_file(vote),
        kind="text/plain; charset=utf-8",
        name=f"vote-{vote.number}.pb",
        tag=vote.ballots_digest,
    )


@require_safe
def verifier_file(request):
    """The program that checks an audit file without this site."""
    return _answer(
        request,
        verifier.archive,
        kind="application/zip",
        name="verify.pyz",
        tag=verifier.archive_digest(),
    )
