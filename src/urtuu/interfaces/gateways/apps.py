"""The gateways as a Django app."""

from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    """Keys of other programs, and what they delivered."""

    name = "urtuu.interfaces.gateways"
    label = "gateways"
