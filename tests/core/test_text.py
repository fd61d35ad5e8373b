"""Cleaning of what people type."""

import pytest
from django.core.exceptions import ValidationError

from core.text import one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Протокол № 5,  45 м²", "Протокол № 5, 45 м²"),
        ("далее…", "далее…"),
        ("\uff28\uff4f\uff55\uff53\uff45\u00a0\u202e12", "House 12"),
        ("  кв.\t12 ".replace("\t", " "), "кв. 12"),
    ],
)
def test_one_line_keeps_the_signs_of_russian_texts(typed, kept):
    assert one_line(typed) == kept


def test_control_characters_are_refused():
    with pytest.raises(ValidationError) as refusal:
        one_line("кв.\x0712")

    assert refusal.value.code == "control"
