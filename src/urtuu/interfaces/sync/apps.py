"""The wire as a Django app."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """No models; two addresses."""

    name = "urtuu.interfaces.sync"
    label = "sync"
