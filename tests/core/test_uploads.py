"""The intake of documents against what people and attackers send."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from core import uploads
from tests.pictures import jpeg, unread, upload

PDF = b"%PDF-1.7\ntrailer<<>>\n%%EOF\n"
ODT = b"application/vnd.oasis.opendocument.text"


def archive(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more):
    return archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


def refusal(content, name="a.pdf") -> str:
    with pytest.raises(ValidationError) as caught:
        uploads.document_kind(upload(content, name))
    assert caught.value.messages[0]
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (docx(), "docx"),
        (archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "xlsx"),
        (archive(mimetype=ODT, **{"content.xml": "<o/>"}), "odt"),
    ],
    # An archive carries the time it was made: as a name it would differ from worker to worker.
    ids=["pdf", "docx", "xlsx", "odt"],
)
def test_kind_is_told_by_content(content, kind):
    assert uploads.document_kind(upload(content, "anything.exe", "application/x-msdownload")) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"", b"MZ\x90\x00", b"<html><script>alert(1)</script>", b"<svg/>", b"%PDF-1.7 cut off", b"GIF89a%PDF-1.7%%EOF",
        b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 200, archive(**{"evil.html": "<script>"}),
        archive(mimetype=b"text/html"),
        docx()[:60], "обычный текст".encode(),
    ],
    ids=lambda content: f"{len(content)} bytes",
)  # fmt: skip
def test_everything_else_is_refused(content):
    assert refusal(content) == "not_a_document"


def test_picture_named_as_a_document_is_refused():
    assert refusal(jpeg().read(), "smeta.pdf") == "not_a_document"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_macros_are_refused(name):
    assert refusal(docx(**{name: "x"})) == "macros"


def test_bomb_is_refused_by_what_it_says_of_itself(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "0" * 5000)

    assert refusal(out.getvalue()) == "bomb"


def test_crowd_of_members_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_MEMBERS", 3)

    assert refusal(docx(a="1", b="2")) == "bomb"


def test_too_many_bytes_are_refused_before_reading(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)

    with pytest.raises(ValidationError) as caught:
        uploads.document_kind(unread(PDF))
    assert caught.value.code == "too_large"


def test_attachment_is_never_shown_by_the_browser(tmp_path):
    class File:
        def open(self, mode):
            return io.BytesIO(PDF)

    answer = uploads.attachment(File(), title='Смета\r\nX: "1"', extension="pdf")

    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
