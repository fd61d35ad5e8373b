"""Names that neighbours may read, and names that imitate the town."""

import pytest
from django.core.exceptions import ValidationError

from accounts.names import clean_name, is_reserved


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Анна", "Анна"),
        ("  Анна   Мария ", "Анна Мария"),
        ("Салтыков-Щедрин", "Салтыков-Щедрин"),
        ("Главацких", "Главацких"),
        ("О’Нил", "О’Нил"),
        ("Anna", "Anna"),
        ("\u202eАнна", "Анна"),
        ("Ёлкина", "Ёлкина"),
    ],
)
def test_names_of_people_are_kept(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Администрация", "reserved"),
        ("АДМИНИСТРАТОР", "reserved"),
        ("Глава", "reserved"),
        ("Глава-города", "reserved"),
        ("Модераторская", "reserved"),
        ("admin", "reserved"),
        ("Aдминистрация", "mixed"),
        ("Annа", "mixed"),
        ("Анна2", "letters"),
        ("🙂", "letters"),
        ("---", "letters"),
        ("Анна\x07", "control"),
        ("안나", "letters"),
    ],
)
def test_other_words_are_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        clean_name(typed)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "name", ["Aдминиcтpaция", "MOДEPATOP", "гла8а".replace("8", "в"), "Ге6".replace("Ге6", "МЭР")]
)
def test_look_alikes_read_as_what_they_imitate(name):
    assert is_reserved(name)
