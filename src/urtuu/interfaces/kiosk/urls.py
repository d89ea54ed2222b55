"""The public pages: no account, no script needed."""

from django.urls import path

from urtuu.interfaces.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("", views.index, name="index"),
    path("verify/<slug:digest>/", views.verify, name="verify"),
    path("gacha/<slug:code>/", views.gacha, name="gacha"),
]
