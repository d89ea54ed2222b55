"""The journal as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers what the journal itself does when one of its own kinds is taken."""

    name = "urtuu.journal"
    label = "journal"

    def ready(self) -> None:
        from urtuu.journal import housekeeping  # apps must be loaded before models are

        housekeeping.register()
