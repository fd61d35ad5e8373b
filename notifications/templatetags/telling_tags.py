"""What people are going to be told: a look beforehand at the words that go out."""

from django import template

from notifications.messages import Message
from notifications.told import TOLD

register = template.Library()


@register.simple_tag
def telling(verb, target) -> Message:
    """The words of an event that has not happened yet: {% telling "meeting_announced" meeting as letter %}.

    Of verbs whose sentence depends on the target alone.
    """
    line = TOLD[verb]
    details = {"title": getattr(target, "title", ""), **line.details(None, target)}
    return Message(str(line.subject), str(line.sentence) % details, line.path(None, target))
