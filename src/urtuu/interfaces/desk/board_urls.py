"""The addresses of the week: `/week/` and everything below it."""

from django.urls import path

from urtuu.interfaces.desk import attendance, board, board_forms, plan

urlpatterns = [
    path("week/", board.this_week, name="week"),
    path("week/<str:week>/", board.any_station, name="week_stations"),
    path("week/<str:week>/<slug:station>/", board.show, name="week_board"),
    path("week/<str:week>/<slug:station>/print/", board.sheets, name="week_print"),
    path("week/<str:week>/<slug:station>/add/", board_forms.add, name="week_add"),
    path("week/<str:week>/<slug:station>/attendance/", attendance.mark, name="week_attendance"),
    path("week/<str:week>/<slug:station>/plan/", plan.show, name="week_plan"),
    path("week/<str:week>/<slug:station>/plan/state/", plan.state, name="week_plan_state"),
    path("week/<str:week>/<slug:station>/plan/<slug:deed>/", plan.do, name="week_plan_do"),
    path("week/<str:week>/<slug:station>/<slug:deed>/", board_forms.do, name="week_do"),
]
