"""The reports as a Django app: words and reads, no tables of their own."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """No models."""

    name = "urtuu.reports"
    label = "reports"
