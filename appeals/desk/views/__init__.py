from appeals.desk.views.acts import (
    add_note,
    answer,
    ask,
    control,
    decline,
    extend_statutory,
    forward,
    merge,
    register,
    route,
)
from appeals.desk.views.export import export
from appeals.desk.views.group import group
from appeals.desk.views.lists import desk
from appeals.desk.views.sheet import contact, sheet

__all__ = [
    "add_note",
    "answer",
    "ask",
    "contact",
    "control",
    "decline",
    "desk",
    "export",
    "extend_statutory",
    "forward",
    "group",
    "merge",
    "register",
    "route",
    "sheet",
]
