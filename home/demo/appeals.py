"""Acts out messages to the administration: each sent, answered, promised and disputed by those who would do it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from appeals import actions
from appeals.models import AppealCategory
from appeals.seeding import seed
from assignments import actions as work
from communities.permissions import forget
from home.demo import pictures
from home.demo.appeals_told import PALANA, ZARECHNY, Told
from home.demo.places import ZARECHNY as FIRST
from home.demo.timeline import Play
from municipalities.models import StaffRole

# Whose work is what, by the place of the department in the list of the town.
FIELDS = {
    FIRST.seed: {"roads": 0, "housing": 0, "yards": 1, "lighting": 2, "control": 1},
    None: {"roads": 0, "housing": 0, "yards": 0, "lighting": 0, "control": 1},
}


@dataclass
class Voice:
    """One message on its way."""

    told: Told
    town: object

    def at(self, days: float, hour: int = 10) -> datetime:
        """An hour of the town so many days after the message."""
        tz = self.town.municipality.tz
        day = (self.town.days_ago(self.told.days) + timedelta(days=days)).astimezone(tz).date()
        return datetime.combine(day, time(hour, self.told.minute), tz).astimezone(UTC)

    def person(self, number: int):
        residents = self.town.residents[self.told.who]
        found = residents[number % len(residents)]
        forget(found)
        return found

    def staff(self, role):
        return self.town.staff[role]


def messages(town) -> list[Play]:
    """The stories of a town's messages, for `home.demo.timeline.play`; its routing table is laid first."""
    departments = list(town.municipality.departments.order_by("pk"))
    fields = FIELDS.get(town.place.seed, FIELDS[None])
    seed(town.municipality, {name: departments[number] for name, number in fields.items()})
    told = ZARECHNY if town.place is FIRST else PALANA
    return [_play(Voice(one, town)) for one in told]


def _play(voice: Voice) -> Play:
    told, town = voice.told, voice.town
    yield voice.at(0, told.hour)
    appeal = _send(voice)
    for number in range(told.joined):
        yield voice.at(0, told.hour) + timedelta(hours=2 + number)
        actions.join(appeal, by=voice.person(told.author + 1 + number))
    yield from _ENDS[told.ends](voice, appeal)
    if told.note:
        actions.add_note(appeal, by=town.staff[StaffRole.SPECIALIST], text=told.note)


def _variant(told) -> int:
    return told.minute % 8


def _send(voice):
    told, town = voice.told, voice.town
    category = AppealCategory.objects.within(town.municipality).get(name=told.category)
    uploads = [pictures.upload(told.picture, variant=_variant(told))] if told.picture else []
    fields = {
        "municipality": town.municipality,
        "community": town.communities[told.where] if told.where else None,
        "category": category,
        "title": told.title,
        "text": told.text,
        "place": told.place,
        "rule_broken": told.rule,
        "is_public": told.is_public,
        "photos": uploads,
    }
    if told.source:
        specialist = voice.staff(StaffRole.SPECIALIST)
        return actions.file_appeal(
            by=specialist,
            source=told.source,
            applicant_name=told.applicant,
            applicant_contact="+7 900 000-00-00",
            **fields,
        )
    return actions.file_appeal(by=voice.person(told.author), **fields)


def _wait(voice, appeal) -> Play:
    """Nobody has answered yet."""
    return iter(())


def _answered(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 11)
    actions.answer(appeal, by=voice.staff(StaffRole.SPECIALIST), text=voice.told.words)


def _confirmed(voice, appeal) -> Play:
    yield from _answered(voice, appeal)
    yield voice.at(voice.told.after, 19)
    actions.confirm(appeal, by=voice.person(voice.told.author))


def _clarifying(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 12)
    actions.ask_author(appeal, by=voice.staff(StaffRole.SPECIALIST), text=voice.told.words)


def _clarified(voice, appeal) -> Play:
    yield from _clarifying(voice, appeal)
    yield voice.at(voice.told.after, 20)
    actions.clarify(appeal, by=voice.person(voice.told.author), text=voice.told.more)


def _control(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 14)
    town = voice.town
    department = town.municipality.departments.order_by("pk").first()
    actions.take_under_control(
        appeal,
        by=voice.staff(StaffRole.CONTROLLER),
        department=department,
        due_at=voice.at(voice.told.after + voice.told.term, 17),
    )
    appeal.refresh_from_db()


def _working(voice, appeal) -> Play:
    yield from _control(voice, appeal)
    yield voice.at(voice.told.after + 1, 9)
    work.start(appeal.assignment, by=voice.staff(StaffRole.SPECIALIST))


def _done(voice, appeal) -> Play:
    yield from _working(voice, appeal)
    yield voice.at(voice.told.after + voice.told.term - 2, 15)
    worker, shown = voice.staff(StaffRole.SPECIALIST), voice.told.picture.removesuffix("-before")
    # The same place from the same side as in the message.
    taken = {"by": worker, "municipality": voice.town.municipality, "variant": _variant(voice.told)}
    after = [pictures.of_work(f"{shown}-after", **taken)] if shown else []
    work.report(appeal.assignment, by=worker, text=voice.told.words, after=after)
    yield voice.at(voice.told.after + voice.told.term - 1, 10)
    work.close(appeal.assignment, by=voice.staff(StaffRole.CONTROLLER))


def _done_confirmed(voice, appeal) -> Play:
    yield from _done(voice, appeal)
    yield voice.at(voice.told.after + voice.told.term, 20)
    actions.confirm(appeal, by=voice.person(voice.told.author))


def _disputed(voice, appeal) -> Play:
    yield from _answered(voice, appeal)
    yield voice.at(voice.told.after + 1, 18)
    actions.dispute(appeal, by=voice.person(voice.told.author), reason=voice.told.more)


def _forwarded(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 16)
    due = (voice.at(voice.told.after) + timedelta(days=30)).date()
    specialist = voice.staff(StaffRole.SPECIALIST)
    actions.forward(appeal, by=specialist, body=voice.told.more, text=voice.told.words, due=due)


def _declined(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 16)
    specialist = voice.staff(StaffRole.SPECIALIST)
    actions.decline(appeal, by=specialist, reason=voice.told.words, next_step=voice.told.more)


def _merged(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 13)
    original = type(appeal).objects.within(voice.town.municipality).get(title=voice.told.more)
    actions.merge(appeal, by=voice.staff(StaffRole.SPECIALIST), original=original)


def _registered(voice, appeal) -> Play:
    yield voice.at(voice.told.after, 11)
    day = voice.town.municipality.today(voice.at(voice.told.after, 11))
    actions.register(appeal, by=voice.staff(StaffRole.SPECIALIST), number=voice.told.more, registered_on=day)


_ENDS = {
    "waits": _wait,
    "answered": _answered,
    "confirmed": _confirmed,
    "clarifying": _clarifying,
    "clarified": _clarified,
    "control": _control,
    "working": _working,
    "done": _done,
    "done_confirmed": _done_confirmed,
    "disputed": _disputed,
    "forwarded": _forwarded,
    "declined": _declined,
    "merged": _merged,
    "registered": _registered,
}
