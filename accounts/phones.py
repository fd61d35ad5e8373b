"""Telephone numbers as people write them, kept as E.164: +79991234567."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import one_line

_SIGNS = re.compile(r"[\s()./–—-]")
_E164 = re.compile(r"\+[1-9]\d{9,14}")


def clean_phone(value: str) -> str:
    """«8 (999) 123-45-67» → «+79991234567». Raises ValidationError with code `phone`."""
    digits = _SIGNS.sub("", one_line(value))
    if len(digits) == 11 and digits[0] in "78":
        digits = "+7" + digits[1:]
    elif len(digits) == 10 and digits[0] == "9":
        digits = "+7" + digits
    if not digits.isascii() or not _E164.fullmatch(digits):
        raise ValidationError(_("Write the whole number, for example +7 999 123-45-67."), code="phone")
    return digits


class PhoneField(forms.CharField):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Telephone"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return clean_phone(value) if value else value
