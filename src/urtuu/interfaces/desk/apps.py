"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """No models: what is done at the desk is an entry in the journal."""

    name = "urtuu.interfaces.desk"
    label = "desk"
