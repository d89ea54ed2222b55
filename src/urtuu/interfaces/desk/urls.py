"""The addresses of the desk; modules beside this one bring theirs."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from urtuu.interfaces.desk import (
    approving,
    audit,
    composer,
    counter,
    devices,
    doing,
    erasing,
    home,
    lines,
    lists,
    papers,
    pictures,
    place_pages,
    record_pages,
    rescue,
    retention,
    search,
    signing_in,
    trays,
)

app_name = "desk"
MORE = (
    "board_urls",
    "attendance_urls",
    "sheet_urls",
    "year_urls",
    "clock_urls",
    "points_urls",
    "account_urls",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign_out"),
    path("records/<slug:kind>/", lists.records, name="records"),
    path("records/<slug:kind>/export.<slug:ending>", lists.export, name="export"),
    path("records/<slug:kind>/new/<slug:act>/", doing.begin, name="begin"),
    path("records/<slug:kind>/<uuid:record>/", record_pages.record, name="record"),
    path("records/<slug:kind>/<uuid:record>/read/<slug:part>/", record_pages.read_part, name="read_part"),
    path("records/<slug:kind>/<uuid:record>/picture/<int:picture>/", pictures.picture, name="picture"),
    path("records/<slug:kind>/<uuid:record>/approve/", approving.approve, name="approve"),
    path("records/<slug:kind>/<uuid:record>/erase/", erasing.erase, name="erase"),
    path("records/<slug:kind>/<uuid:record>/do/<slug:act>/", doing.do, name="do"),
    path("records/dispute/<uuid:record>/papers/", papers.listed, name="papers"),
    path("records/dispute/<uuid:record>/papers/dossier.pdf", papers.dossier, name="dossier"),
    path("records/dispute/<uuid:record>/papers/<slug:code>.<slug:ending>", papers.paper, name="paper"),
    path("records/dispute/<uuid:record>/papers/<slug:code>/issue/", papers.issue, name="issue_paper"),
    path("records/dispute/<uuid:record>/legality/<slug:act>/", composer.check, name="legality"),
    path("entries/<uuid:entry>/", lines.line, name="entry"),
    path("records/dispute/<uuid:record>/receipt/", counter.give, name="give_receipt"),
    path("search/", search.by_name, name="search"),
    path("records/dispute/<uuid:record>/same-sides/", search.same_sides, name="same_sides"),
    path("retention/", retention.due, name="retention"),
    path("retention/let-go/", retention.let_go, name="let_go"),
    path("counter/", counter.counter, name="counter"),
    path("trays/", trays.trays, name="trays"),
    path("trays/<uuid:entry>/", trays.rule, name="rule"),
    path("devices/", devices.devices, name="devices"),
    path("devices/card/", devices.card, name="card"),
    path("devices/rescue/", rescue.take_in, name="rescue"),
    path("devices/<uuid:device>/revoke/", devices.revoke, name="revoke"),
    path("places/", place_pages.places, name="places"),
    path("places/import/", place_pages.imports, name="imports"),
    path("audit/", audit.readings, name="audit"),
    *(
        path("", include(f"urtuu.interfaces.desk.{name}"))
        for name in MORE
        if find_spec(f"urtuu.interfaces.desk.{name}")
    ),
]
