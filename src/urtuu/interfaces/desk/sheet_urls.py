"""The addresses of the Friday sheet and of the year."""

from django.urls import path

from urtuu.interfaces.desk import official, sheet, sheet_acts, sheet_lists, year

_SCOPES = (("station", "<slug:ident>/"), ("officer", "<uuid:ident>/"), ("banner", ""))

urlpatterns = [
    path("sheet/", sheet.this_week, name="sheet"),
    path("sheet/<str:week>/", sheet.usual, name="sheet_week"),
    *(
        path(f"sheet/<str:week>/{level}/{ident}{rest}", view, {"level": level}, name=f"sheet_{level}{name}")
        for level, ident in _SCOPES
        for rest, view, name in (
            ("", sheet.page, ""),
            ("do/", sheet_acts.do, "_do"),
            ("workbook.xlsx", sheet.workbook, "_workbook"),
            ("figure/<slug:name>/", sheet_lists.figure, "_figure"),
        )
    ),
    path("year/", year.page, name="year"),
    path("year/official/", official.page, name="official"),
    path("year/official/<int:number>/", official.protected, name="official_year"),
    path("year/official/<int:number>/<int:month>/", official.page, name="official_month"),
    path(
        "year/official/<int:number>/<int:month>/table.<slug:ending>",
        official.download_of,
        name="official_file",
    ),
    path(
        "year/official/<int:number>/<int:month>/behind/<slug:key>/", official.behind, name="official_behind"
    ),
    path("year/workbook.xlsx", year.workbook, name="year_workbook"),
    path("year/figure/<slug:name>/", sheet_lists.year_figure, name="year_figure"),
    path("year/<int:number>/", year.page, name="year_number"),
    path("year/<int:number>/workbook.xlsx", year.workbook, name="year_number_workbook"),
    path("year/<int:number>/figure/<slug:name>/", sheet_lists.year_figure, name="year_number_figure"),
]
