"""The addresses of the clock board."""

from django.urls import path

from urtuu.interfaces.desk import clock_board

urlpatterns = [
    path("clocks/", clock_board.board, name="clocks"),
    path("clocks/export.<slug:ending>", clock_board.export, name="clocks_export"),
]
