"""The 131 week as a Django app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """What a station plans for its week, and who came to the briefing."""

    name = "urtuu.rounds"
    label = "rounds"
