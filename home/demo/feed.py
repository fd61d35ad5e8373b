"""Acts out what people write in the feeds: each post and each answer at its hour, by the person who would write it."""

import random
from datetime import UTC, datetime, time, timedelta

from communities.actions.representatives import name_representative
from communities.models import ManagingOrganisation
from communities.permissions import forget
from feed import actions
from feed.models import PostKind
from home.demo import pictures
from home.demo.feed_posts import COMPANY, CONTROLLER, PALANA, SPECIALIST, ZARECHNY, Said
from home.demo.places import ZARECHNY as FIRST
from home.demo.timeline import Play
from municipalities.models import StaffRole

# A representative was named when the houses were settled.
NAMED_DAYS_AGO = 300
# A building whose neighbours keep what they write to themselves.
KEPT_TO_MEMBERS = ("ул. Зелёная, 14", "ул. Поротова, 22")


def feeds(town) -> list[Play]:
    """The stories of a town's feeds, for `home.demo.timeline.play`."""
    said = ZARECHNY if town.place is FIRST else PALANA
    # Dice of its own: the other stories of the town stay as they were.
    dice = random.Random(town.place.seed)  # noqa: S311
    return [_name_company(town, [_play(town, one, dice) for one in said])]


def _name_company(town, plays) -> Play:
    """First the organisation gets a voice, then people write."""
    yield town.days_ago(NAMED_DAYS_AGO)
    company = ManagingOrganisation.objects.within(town.municipality).get()
    agent = town.person(email=f"uk@{town.place.domain}")
    administrator = town.staff[StaffRole.ADMINISTRATOR]
    name_representative(agent, company, by=administrator, position="мастер участка")
    town.staff[COMPANY] = agent
    town.account("company", agent, town.place.houses[0].title)
    for title in KEPT_TO_MEMBERS:
        if title in town.communities:
            actions.set_feed_access(town.communities[title], by=administrator, access="members")
    waiting = [(next(play), number, play) for number, play in enumerate(plays)]
    while waiting:
        moment, number, play = min(waiting)
        waiting.remove((moment, number, play))
        yield moment
        following = next(play, None)
        if following is not None:
            waiting.append((following, number, play))


def _person(town, said: Said, who):
    roles = {SPECIALIST: StaffRole.SPECIALIST, CONTROLLER: StaffRole.CONTROLLER, COMPANY: COMPANY}
    if who in roles:
        person = town.staff[roles[who]]
    else:
        residents = town.residents[said.where]
        person = residents[who % len(residents)]
    forget(person)
    return person


def _play(town, said: Said, dice) -> Play:
    tz = town.municipality.tz
    day = town.days_ago(said.days).astimezone(tz).date()
    minute = dice.randrange(50)
    at = datetime.combine(day, time(said.hour, minute), tz).astimezone(UTC)
    yield at
    post = _publish(town, said, at, dice)
    if said.pinned:
        yield at + timedelta(minutes=5)
        actions.pin(post, by=_person(town, said, 0))
    yield from _voices(town, said, post, at)
    for hours, who, text, official in said.replies:
        yield at + timedelta(hours=hours, minutes=dice.randrange(40))
        actions.reply(post, by=_person(town, said, who), text=text, on_behalf=official)


def _publish(town, said: Said, at, dice):
    community, author = town.communities[said.where], _person(town, said, said.who)
    taken = []
    if said.picture:
        upload = pictures.upload(said.picture, variant=dice.randrange(8))
        words = pictures.DESCRIPTIONS[said.picture]
        taken = actions.take_photos(community, [upload], by=author, description=words)
    timed = said.kind in (PostKind.OUTAGE, PostKind.EVENT)
    return actions.publish(
        community,
        by=author,
        kind=said.kind,
        title=said.title,
        text=said.text,
        place=said.place,
        starts_at=_hour(at, said.begins) if timed else None,
        ends_at=_hour(at, said.ends),
        entrances=said.entrances,
        services=said.services,
        options=said.answers,
        photos_taken=taken,
    )


def _hour(at, hours):
    """A whole hour so many hours later, as people announce it."""
    return None if hours is None else (at + timedelta(hours=hours)).replace(minute=0)


def _voices(town, said: Said, post, at) -> Play:
    """Neighbours answer a poll, a few in an hour."""
    if not said.voices:
        return
    options = list(post.options.all())
    for number, choice in enumerate(said.voices):
        yield at + timedelta(hours=1 + number // 3, minutes=number % 3 * 17)
        actions.vote_in_poll(post, by=_person(town, said, number + 1), option=options[choice].pk)
