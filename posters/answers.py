"""Sheets as an answer."""

from django.http import HttpResponse


def pdf_answer(data: bytes, name: str) -> HttpResponse:
    """A file for whoever asked for it, and for no cache on the way."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
