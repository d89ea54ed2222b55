"""The addresses of one's own account and of colleagues' accounts."""

from django.urls import path

from urtuu.interfaces.desk import account, account_factors, accounts, second_step

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/password/", account.new_password, name="new_password"),
    path("account/app/", account_factors.set_up_app, name="set_up_app"),
    path("account/passkeys/begin/", account_factors.passkey_begin, name="passkey_begin"),
    path("account/passkeys/add/", account_factors.passkey_add, name="passkey_add"),
    path("account/recovery/", account_factors.recovery_codes, name="recovery_codes"),
    path("account/steps/<int:number>/remove/", account_factors.remove_factor, name="remove_factor"),
    path("account/sessions/end/", account.end_others, name="end_others"),
    path("account/sessions/<int:number>/end/", account.end_session, name="end_session"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:staff>/sessions/", accounts.end_sessions, name="end_sessions"),
    path("sign-in/step/", second_step.second_step, name="second_step"),
    path("sign-in/passkey/ask/", second_step.passkey_ask, name="passkey_ask"),
    path("sign-in/passkey/", second_step.passkey_enter, name="passkey_enter"),
    path("accounts/<uuid:staff>/steps/", accounts.reset_factors, name="reset_factors"),
    path("accounts/<uuid:staff>/password/", accounts.reset_password, name="reset_password"),
    path("audit/accounts/", accounts.acts, name="account_acts"),
]
