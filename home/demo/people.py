"""Invented residents: names by the rules of Russian, addresses at example.org that nobody can receive."""

import random
from itertools import count

from wagtail.coreutils import string_to_ascii

MEN = (
    "Андрей Алексей Виктор Дмитрий Игорь Илья Кирилл Максим Михаил Николай Олег Павел Пётр Роман Сергей Степан".split()
)
WOMEN = (
    "Алла Анна Валентина Вера Галина Дарья Екатерина Елена Жанна Зоя Ирина Ксения Лидия Марина Надежда Ольга".split()
)
# The masculine form; the feminine one adds «а» or changes «ий» to «ая».
FAMILIES = (
    "Абрамов Белов Виноградов Воронин Грачёв Дорофеев Ершов Жданов Зайцев Калинин Карпов Киселёв Кудрявцев Лапин "
    "Лобанов Мельников Некрасов Орехов Панфилов Родионов Савин Тарасов Уваров Филатов Хохлов Цветков Чернов Шубин "
    "Щукин Юдин Яшин Сорокин Тимофеев Ильин Климов Котов Ефимов Власов Осипов Фомин Рябов Суханов Третьяков Быков"
).split()


def feminine(family: str) -> str:
    return f"{family[:-2]}ая" if family.endswith("ий") else f"{family}а"


class Cast:
    """Deals out people who do not repeat, the same ones for the same seed."""

    def __init__(self, seed: int, domain: str):
        self.random = random.Random(seed)  # noqa: S311
        self.domain = domain
        self.numbers = count(1)
        pairs = [(name, family) for name in MEN for family in FAMILIES]
        pairs += [(name, feminine(family)) for name in WOMEN for family in FAMILIES]
        self.random.shuffle(pairs)
        self.pairs = iter(pairs)

    def next_name(self) -> tuple[str, str]:
        return next(self.pairs)

    def address(self, first_name: str, last_name: str) -> str:
        latin = string_to_ascii(f"{first_name}.{last_name}").lower().replace("'", "")
        return f"{latin}.{next(self.numbers)}@{self.domain}"
