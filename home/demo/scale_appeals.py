"""Synthetic messages for measurements: plain rows in bulk, with answers and neighbours under the busiest of them."""

from datetime import timedelta

from django.db.models import Max

from appeals.models import Appeal, AppealCategory, AppealState, Joined, Reply, ReplyKind
from core import clock

# What one unit of scale adds: messages in all; answers under one of them; neighbours who joined it.
MESSAGES, REPLIES, NEIGHBOURS = 60, 5, 20
BATCH = 2000
S = AppealState
STATES = (S.NEW, S.ANSWERED, S.CONFIRMED, S.CONFIRMED, S.DECLINED, S.REOPENED, S.CLARIFYING, S.CONFIRMED)


def oldest_message(town) -> Appeal | None:
    """The one that answers and neighbours gather under: the same at every size of the town."""
    return Appeal.objects.within(town).public().order_by("pk").first()


def multiply_messages(town, communities, users, times: int, *, mark: str) -> int:
    """Messages of all these communities, of which the oldest of the demo's own gets answers; how many were made."""
    now = clock.now()
    categories = list(AppealCategory.objects.within(town).filter(department__isnull=False))
    start = (Appeal.objects.within(town).aggregate(last=Max("number"))["last"] or 0) + 1
    rows = []
    for number in range(MESSAGES * times):
        at = now - timedelta(minutes=11 * (number + 1))
        state = STATES[number % len(STATES)]
        category = categories[number % len(categories)] if categories else None
        rows.append(
            Appeal(
                municipality=town,
                number=start + number,
                community=communities[number % len(communities)],
                author=users[number % len(users)],
                entered_by=users[number % len(users)],
                category=category,
                department=category.department if category else None,
                title=f"Сообщение {number + 1}, {mark}",
                text=f"Текст сообщения: {mark}, без смысла и без людей.",
                place=f"ориентир {number % 97}",
                search_text=f"сообщение {number + 1} {mark} ориентир {number % 97}",
                is_public=number % 6 != 0,
                state=state,
                created_at=at,
                state_changed_at=at,
                term_started_at=at,
                answer_due=at + timedelta(hours=24),
                answered_at=at + timedelta(hours=3) if state in (S.ANSWERED, S.CONFIRMED, S.DECLINED) else None,
                dispute_until=now + timedelta(days=3) if state == S.ANSWERED else None,
                closed_at=at + timedelta(days=2) if state in (S.CONFIRMED, S.DECLINED) else None,
            )
        )
    Appeal.objects.bulk_create(rows, batch_size=BATCH)
    _crowd(oldest_message(town), users, times, now, mark)
    return len(rows)


def _crowd(appeal, users, times, now, mark) -> None:
    Reply.objects.bulk_create(
        (
            Reply(appeal=appeal, kind=ReplyKind.ANSWER, text=f"Ответ {number + 1}: {mark}", at=now, is_official=True)
            for number in range(REPLIES * times)
        ),
        batch_size=BATCH,
    )
    known = set(Joined.objects.filter(appeal=appeal).values_list("user", flat=True)) | {appeal.author_id}
    others = [user for user in users[: NEIGHBOURS * times] if user.pk not in known]
    Joined.objects.bulk_create((Joined(appeal=appeal, user=user, at=now) for user in others), batch_size=BATCH)
    Appeal.objects.filter(pk=appeal.pk).update(joined_count=Joined.objects.filter(appeal=appeal).count())
