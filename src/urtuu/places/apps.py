"""The app of floor 2: where the work is done, and by whom."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Regions, stations, grids, households; staff, posts and devices."""

    name = "urtuu.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
