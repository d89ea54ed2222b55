"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """No models: what is done at the desk is an entry in the journal, and accounts lie with the places."""

    name = "urtuu.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Sessions are noted from the first one on."""
        from urtuu.interfaces.desk import session_notes  # late: models are ready only now

        session_notes.listen()
