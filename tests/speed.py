"""What makes the making of a test database, and much else, quicker without changing what is tested.

Migrations render thousands of model classes. Django asks at each foreign key which setting names its target, over all
models, and forgets the answers whenever any registry changes; and Python's collector walks all the classes every few
hundred new objects. Together that was more than a third of the time.
"""

import gc
from functools import cache

from django.apps import apps
from django.apps.registry import Apps

# New objects before the youngest are looked through; Python's own 700 is for programs with little memory.
OBJECTS = 100_000
USUAL = gc.get_threshold()


def hurry() -> None:
    """Collect seldom, and ask once which models are swappable: settings do not change that under a running process."""
    gc.set_threshold(OBJECTS, 20, 100)
    look_up = Apps.get_swappable_settings_name.__wrapped__
    apps.get_swappable_settings_name = cache(lambda name: look_up(apps, name))


def collect_as_usual() -> None:
    """Tests run as the site does: what they leave open is noticed soon, and by the test that left it."""
    gc.collect()
    gc.set_threshold(*USUAL)
