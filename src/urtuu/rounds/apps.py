"""The 131 week as a Django app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """What a station plans for its week, and what follows from acts on the phone."""

    name = "urtuu.rounds"
    label = "rounds"

    def ready(self) -> None:
        from urtuu.rounds.travel import captures  # apps must be loaded before models are

        captures.register()
