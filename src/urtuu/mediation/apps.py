"""Mediation as a Django app."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    """Registers what follows from acts of a dispute."""

    name = "urtuu.mediation"
    label = "mediation"

    def ready(self) -> None:
        from urtuu.mediation import holding, numbers  # apps must be loaded before models are

        holding.register()
        numbers.register()
