"""The addresses of one's own account and of colleagues' accounts."""

from django.urls import path

from urtuu.interfaces.desk import account, accounts

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/password/", account.new_password, name="new_password"),
    path("account/sessions/end/", account.end_others, name="end_others"),
    path("account/sessions/<int:number>/end/", account.end_session, name="end_session"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:staff>/sessions/", accounts.end_sessions, name="end_sessions"),
    path("accounts/<uuid:staff>/password/", accounts.reset_password, name="reset_password"),
    path("audit/accounts/", accounts.acts, name="account_acts"),
]
