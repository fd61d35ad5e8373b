"""The two towns of the demo and what stands in them. Streets are like any town's; phone numbers are reserved ones."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class House:
    street: str
    number: str
    latitude: float
    longitude: float
    year: int
    floors: int
    entrances: int
    flats: int
    tos: str = ""
    members: int = 6

    @property
    def title(self) -> str:
        return f"{self.street}, {self.number}"


@dataclass(frozen=True)
class Group:
    kind: str
    title: str
    slug: str
    about: str
    latitude: float | None = None
    longitude: float | None = None
    topic: str = ""
    members: int = 0
    boundary_decision: str = ""
    charter: str = ""


@dataclass(frozen=True)
class Place:
    seed: int
    host: str
    fields: dict
    heading: str
    lead: str
    domain: str
    departments: list[tuple[str, str]]
    company: tuple[str, str, str]
    houses: list[House]
    groups: list[Group] = field(default_factory=list)


ZARECHNY = Place(
    seed=7,
    host="localhost",
    fields={
        "kind": "city",
        "name": "Заречный",
        "name_genitive": "Заречного",
        "brand_name": "Дворы Заречного",
        "region": "Пензенская область",
        "timezone": "Europe/Moscow",
        "palette": "blue",
        "phone": "8 (000) 100-10-10",
        "email": "dvory@zarechny.example.org",
        "address": "пр. 30-летия Победы, 27",
        "office_hours": "пн–чт 8:00–17:00, пт 8:00–16:00",
        "latitude": 53.2030,
        "longitude": 45.1720,
    },
    heading="Каким будет ваш двор, решаете вы с соседями",
    lead="Найдите свой дом: здесь инициативы соседей, голосования и ответы администрации.",
    domain="zarechny.example.org",
    departments=[
        ("Управление городского хозяйства", "8 (000) 100-10-20"),
        ("Отдел архитектуры и благоустройства", "8 (000) 100-10-30"),
        ("Горсвет", "8 (000) 100-10-40"),
        ("Пресс-служба", "8 (000) 100-10-50"),
    ],
    company=("ООО «Заречье-Сервис»", "8 (000) 100-20-20", "круглосуточно"),
    houses=[
        House("ул. Ленина", "1", 53.2041, 45.1702, 1961, 5, 4, 80, "ТОС «Юбилейный»", 26),
        House("ул. Ленина", "3", 53.2046, 45.1711, 1962, 5, 4, 80, "ТОС «Юбилейный»", 18),
        House("ул. Ленина", "5", 53.2050, 45.1720, 1964, 5, 3, 60, "ТОС «Юбилейный»", 9),
        House("ул. Зелёная", "12", 53.2018, 45.1744, 1974, 9, 2, 72, "", 14),
        House("ул. Зелёная", "14", 53.2013, 45.1752, 1975, 9, 2, 72, "", 8),
        House("пр. Мира", "45", 53.1997, 45.1689, 1983, 9, 6, 216, "", 16),
        House("пр. Мира", "47", 53.1992, 45.1698, 1984, 9, 6, 216, "", 7),
        House("ул. Озёрная", "4", 53.2068, 45.1766, 1958, 3, 2, 24, "ТОС «Лесной»", 8),
        House("ул. Озёрная", "6", 53.2072, 45.1773, 1959, 3, 2, 24, "ТОС «Лесной»", 6),
        House("ул. Строителей", "20", 53.1985, 45.1741, 1969, 5, 4, 70, "", 5),
    ],
    groups=[
        Group(
            "tos", "ТОС «Юбилейный»", "yubileyny",
            "Объединяет дома 1, 3 и 5 по улице Ленина и сквер между ними. Совет собирается в первый четверг месяца.",
            53.2044, 45.1714, members=22,
            boundary_decision="решение Собрания представителей № 214 от 18.04.2024", charter="58-ТОС-7",
        ),
        Group(
            "tos", "ТОС «Лесной»", "lesnoy",
            "Малоэтажные дома улицы Озёрной у лесопарка: дорожки, родник и берег пруда.",
            53.2075, 45.1780, members=12,
            boundary_decision="решение Собрания представителей № 231 от 20.06.2024", charter="58-ТОС-9",
        ),
        Group(
            "topic", "Муниципальный контроль", "municipal-control",
            "Сообщаем о нарушениях правил благоустройства, жилищных и земельных норм: где, что и чем подтверждается.",
            topic="municipal_control", members=10,
        ),
        Group(
            "topic", "Предприниматели", "business",
            "Для тех, у кого в городе своё дело или кто только собирается его открыть.",
            topic="business", members=5,
        ),
        Group("yard", "Двор Зелёная, 12–14", "zelenaya-yard", "Общий двор двух девятиэтажек и дорожка к школе № 4.",
              53.2016, 45.1748, members=10),
    ],
)  # fmt: skip

# Thirty-five buildings of a northern settlement, street by street: number, year, floors, entrances, flats.
_PALANA_STREETS = {
    "ул. Обухова": [("2", 1978, 4, 3, 36), ("4", 1979, 4, 3, 36), ("6", 1981, 5, 4, 60), ("8", 1983, 5, 4, 60),
                    ("10", 1984, 5, 4, 60), ("13", 1972, 2, 2, 16), ("15", 1972, 2, 2, 16)],
    "ул. Поротова": [("1", 1969, 2, 2, 12), ("3", 1969, 2, 2, 12), ("5", 1975, 3, 3, 24), ("20", 1986, 5, 4, 60),
                     ("22", 1986, 5, 4, 60), ("24", 1987, 5, 3, 45)],
    "ул. 50 лет Комсомола Камчатки": [("1", 1977, 4, 3, 36), ("3", 1977, 4, 3, 36), ("5", 1980, 5, 4, 60),
                                      ("7", 1980, 5, 4, 60), ("9", 1982, 5, 4, 60)],
    "ул. Чубарова": [("1", 1970, 2, 2, 16), ("2", 1970, 2, 2, 16), ("4", 1974, 3, 2, 24), ("6", 1976, 3, 2, 24),
                     ("8", 1985, 5, 3, 45)],
    "ул. Космонавтов": [("2", 1973, 2, 2, 16), ("4", 1973, 2, 2, 16), ("6", 1988, 5, 4, 60), ("8", 1989, 5, 4, 60)],
    "ул. Гиля": [("3", 1967, 2, 1, 8), ("5", 1967, 2, 1, 8), ("7", 1968, 2, 1, 8), ("9", 1968, 2, 1, 8)],
    "ул. Бекерева": [("2", 1990, 5, 4, 60), ("4", 1991, 5, 4, 60), ("6", 1992, 3, 3, 27), ("8", 1992, 3, 3, 27)],
}  # fmt: skip


_PALANA_LIVELY = {("ул. Обухова", "6"): 16, ("ул. Поротова", "20"): 13, ("ул. 50 лет Комсомола Камчатки", "5"): 13}


def _palana_houses():
    for row, (street, buildings) in enumerate(_PALANA_STREETS.items()):
        for column, (number, year, floors, entrances, flats) in enumerate(buildings):
            latitude = 59.0790 + row * 0.0016 + column * 0.0002
            longitude = 159.9380 + column * 0.0031 + row * 0.0006
            members = _PALANA_LIVELY.get((street, number), 3)
            yield House(street, number, latitude, longitude, year, floors, entrances, flats, "", members)


PALANA = Place(
    seed=12,
    host="palana.localhost",
    fields={
        "kind": "settlement",
        "name": "Палана",
        "name_genitive": "Паланы",
        "brand_name": "Дворы Паланы",
        "region": "Камчатский край",
        "timezone": "Asia/Kamchatka",
        "palette": "teal",
        "phone": "8 (000) 300-10-10",
        "email": "dvory@palana.example.org",
        "address": "ул. Обухова, 6",
        "office_hours": "пн–чт 9:00–18:00, пт 9:00–13:00",
        "latitude": 59.0830,
        "longitude": 159.9480,
    },
    heading="Посёлок небольшой, каждый голос слышно",
    lead="Здесь вместо тридцати пяти чатов: страница каждого дома, инициативы, голосования и ответы администрации.",
    domain="palana.example.org",
    departments=[
        ("Отдел городского хозяйства", "8 (000) 300-10-20"),
        ("Комитет по управлению имуществом", "8 (000) 300-10-30"),
    ],
    company=("МУП «Палана-Дом»", "8 (000) 300-20-20", "круглосуточно"),
    houses=list(_palana_houses()),
    groups=[
        Group(
            "topic", "Муниципальный контроль", "municipal-control",
            "Нарушения благоустройства, жилищных и земельных норм. Специалист отвечает в рабочее время.",
            topic="municipal_control", members=24,
        ),
        Group(
            "topic", "Предприниматели", "business",
            "Поддержка, аренда имущества, ярмарки и доставка товаров в навигацию.",
            topic="business", members=9,
        ),
        Group("tos", "ТОС «Берег»", "bereg", "Дома у реки Паланы: набережная, мостки и освещение.",
              59.0845, 159.9521, members=14,
              boundary_decision="решение Совета депутатов № 41 от 12.03.2024", charter="82-ТОС-2"),
    ],
)  # fmt: skip
