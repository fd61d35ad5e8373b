"""What people of the demo towns write in the feeds of their communities."""

from dataclasses import dataclass, field

from feed.models import PostKind as K
from feed.models import Service

LENINA, GREEN, MIRA, YUBILEYNY = "ул. Ленина, 1", "ул. Зелёная, 12", "пр. Мира, 45", "ТОС «Юбилейный»"
OBUKHOVA, POROTOVA, CONTROL = "ул. Обухова, 6", "ул. Поротова, 20", "Муниципальный контроль"
# Who speaks: a number is a resident of the community in the order of joining (0 runs it).
SPECIALIST, CONTROLLER, COMPANY = "specialist", "controller", "company"


@dataclass(frozen=True)
class Said:
    """One post: so many days ago at an hour of the town, and what was said under it after so many hours."""

    where: str
    days: int
    hour: int
    who: int | str
    kind: str
    title: str
    text: str = ""
    # Hours from the post to the beginning and the end of what it tells of.
    begins: int | None = None
    ends: int | None = None
    entrances: tuple = ()
    services: tuple = ()
    place: str = ""
    answers: tuple = ()
    voices: tuple = ()
    picture: str = ""
    pinned: bool = False
    replies: tuple = field(default=())


ZARECHNY = (
    Said(LENINA, 61, 11, COMPANY, K.ANNOUNCEMENT, "Снятие показаний счётчиков с 20 по 25 число",
         "Показания можно передать по телефону диспетчерской или опустить в ящик в первом подъезде.",
         replies=((5, 3, "А за гаражом ящик больше не забирают?", False), (22, COMPANY, "Забираем оба.", True))),
    Said(LENINA, 33, 19, 4, K.QUESTION, "Второй вечер не горит фонарь у второго подъезда",
         "Дети возвращаются с секции в темноте.",
         replies=((13, SPECIALIST, "Спасибо. Бригада заменила лампу и проверила линию до дома 3. Если погаснет снова, "
                   "напишите сюда — выедем без новой заявки.", True), (15, 4, "Горит, спасибо!", False))),
    Said(LENINA, 20, 18, 2, K.PHOTO, "Клумба у третьего подъезда после субботника", "Спасибо всем, кто вышел.",
         picture="square-after", replies=((2, 5, "Красиво получилось!", False),)),
    Said(LENINA, 12, 12, 0, K.POLL, "В какой день удобнее собраться во дворе?",
         "Обсудим площадку и парковку. Соберёмся в день, который выберет большинство.", ends=24 * 9,
         answers=("Суббота, 11:00", "Суббота, 16:00", "Воскресенье, 12:00"), voices=(0, 1, 1, 2, 1, 0, 1, 1, 0, 1)),
    Said(LENINA, 4, 15, COMPANY, K.OUTAGE, "Не будет горячей воды: плановая проверка теплосети",
         "Работы закончим раньше, если испытания пройдут с первого раза.", begins=42, ends=24 * 9,
         entrances=(1, 2), services=(Service.HOT_WATER,), pinned=True,
         replies=((3, 6, "Третий подъезд не отключают?", False), (18, COMPANY, "Только первый и второй.", True))),
    Said(LENINA, 2, 20, 5, K.QUESTION, "На въезде от дома 3 яма на всю ширину проезда",
         "Вчера скорая объезжала по газону.", picture="sidewalk-before",
         replies=((1, 7, "Подтверждаю, сам пробил колесо.", False),)),
    Said(LENINA, 1, 9, 0, K.EVENT, "Субботник: сажаем рябины вдоль дорожки",
         "Саженцы и лопаты есть. Возьмите перчатки и хорошее настроение.", begins=96, ends=99,
         place="во дворе, у второго подъезда", replies=((4, 8, "Приду с сыном.", False),)),
    Said(GREEN, 25, 10, 3, K.QUESTION, "Когда починят лифт во втором подъезде?", "Стоит с понедельника.",
         replies=((3, COMPANY, "Деталь заказана, мастер будет в четверг с утра.", True),
                  (70, COMPANY, "Лифт запущен, проверили обе кабины.", True))),
    Said(GREEN, 3, 17, 4, K.QUESTION, "Можно ли поставить у подъезда велопарковку?",
         "Велосипеды стоят на лестнице, коляской не пройти."),
    Said(MIRA, 17, 13, COMPANY, K.OUTAGE, "Отключение электричества на час: замена счётчика в щитовой",
         begins=26, ends=27, services=(Service.ELECTRICITY, Service.LIFT)),
    Said(MIRA, 6, 21, 2, K.PHOTO, "Новая дорожка к школе", "Вчера закончили плитку.", picture="sidewalk-after"),
    Said(YUBILEYNY, 9, 11, 0, K.ANNOUNCEMENT, "Совет ТОС собирается в первый четверг месяца",
         "Вопросы к повестке пишите под этой записью.", pinned=True,
         replies=((6, 3, "Предлагаю обсудить освещение сквера.", False),)),
    Said(YUBILEYNY, 5, 16, 2, K.QUESTION, "Кто отвечает за полив клумб в сквере летом?",
         replies=((17, CONTROLLER, "Полив ведёт Управление городского хозяйства по вторникам и пятницам.", True),)),
)  # fmt: skip

PALANA = (
    Said(OBUKHOVA, 40, 18, 3, K.QUESTION, "Когда будет хлеб после пурги?",
         "В магазине говорят, что дорогу к аэропорту ещё не открыли.",
         replies=((16, SPECIALIST, "Дорогу открыли в 7 утра, пекарня работает с обеда.", True),)),
    Said(OBUKHOVA, 14, 12, COMPANY, K.OUTAGE, "Промывка системы отопления", "Батареи будут холодными до вечера.",
         begins=22, ends=30, services=(Service.HEATING,),
         replies=((2, 4, "Успеете до морозов?", False), (4, COMPANY, "Да, закончим за день.", True))),
    Said(OBUKHOVA, 6, 13, 0, K.POLL, "Ставим скамейку у первого или у четвёртого подъезда?", ends=24 * 12,
         answers=("У первого", "У четвёртого"), voices=(0, 1, 0, 0, 1, 0)),
    Said(OBUKHOVA, 2, 19, 5, K.QUESTION, "Не вывезли мусор с контейнерной площадки",
         "Собаки растащили пакеты по двору.", picture="square-before"),
    Said(OBUKHOVA, 1, 10, 0, K.ANNOUNCEMENT, "Ключ от подвала — у старшей по дому",
         "Кому нужно к своим кладовкам, пишите здесь.", pinned=True),
    Said(POROTOVA, 8, 11, 0, K.EVENT, "Чистим крыльцо от снега всем подъездом", begins=30, ends=32,
         place="у второго подъезда", replies=((3, 2, "Лопата есть.", False),)),
    Said(CONTROL, 11, 15, 4, K.QUESTION, "Стройматериалы на газоне у Чубарова, 4", "Лежат второй месяц.",
         picture="square-before",
         replies=((19, SPECIALIST, "Собственнику выдано предписание убрать до конца недели.", True),)),
    Said(CONTROL, 3, 16, 6, K.QUESTION, "Можно ли ставить снегоход на детской площадке?"),
)  # fmt: skip
