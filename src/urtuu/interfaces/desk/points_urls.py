"""The addresses of points and travel times: `/points/` and everything below it."""

from django.urls import path

from urtuu.interfaces.desk import points, points_legs, points_seasons

urlpatterns = [
    path("points/", points.stations, name="points"),
    path("points/map.geojson", points.geojson, name="points_geojson"),
    path("points/<slug:station>/", points.points, name="points_of"),
    path("points/<slug:station>/mark/", points.mark, name="points_mark"),
    path("points/<slug:station>/click.svg", points.click_map, name="points_click"),
    path("points/<slug:station>/legs/", points_legs.legs, name="points_legs"),
    path("points/<slug:station>/seasons/", points_seasons.seasons, name="points_seasons"),
]
