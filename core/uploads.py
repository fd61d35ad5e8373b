"""The one intake of documents: what a file is, is told by its content, never by its name or declared type.

Documents are kept as they came, so they are never shown by the browser: only given out as attachments.
"""

import io
import zipfile

from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 20 * 1024 * 1024
# An archive that says it unpacks to more than this is a bomb; we never unpack it, but the reader's office would.
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_MEMBERS = 5000

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
# A file without which the archive is not this kind of document.
_HEARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ODT = b"application/vnd.oasis.opendocument.text"


def document_kind(upload) -> str:
    """The extension of an uploaded document by its content: pdf, docx, xlsx or odt.

    Raises ValidationError with code `too_large`, `not_a_document`, `macros` or `bomb`.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("The file is too large: choose a document of up to %(limit)s MB."),
            code="too_large",
            params={"limit": MAX_BYTES // 2**20},
        )
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    upload.seek(0)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    raise _not_a_document()


def _not_a_document():
    return ValidationError(
        _("This file is not a document we can take: a PDF, DOCX, XLSX or ODT is needed."), code="not_a_document"
    )


def _office_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise ValidationError(_("The document unpacks to too much. Save it anew, or as a PDF."), code="bomb")
            names = {member.filename for member in members}
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                raise ValidationError(
                    _("The document contains macros. Save it without them, or as a PDF."), code="macros"
                )
            if "[Content_Types].xml" in names:
                for extension, heart in _HEARTS.items():
                    if heart in names:
                        return extension
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(_ODT):
                if archive.read("mimetype") == _ODT:
                    return "odt"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise _not_a_document() from error
    raise _not_a_document()


def attachment(file, *, title: str, extension: str) -> FileResponse:
    """A document to be saved by somebody whose right the view has checked; shown by no browser, kept by no cache."""
    answer = FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{title[:80]}.{extension}",
        content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
