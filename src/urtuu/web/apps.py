"""Makes the page kit known to Django, and with it the third language of the interface."""

from django.apps import AppConfig

from urtuu.web import languages


class WebConfig(AppConfig):
    """The page kit."""

    name = "urtuu.web"
    label = "web"

    def ready(self) -> None:
        """Django's own list of languages does not know traditional Mongolian."""
        languages.make_known()
