"""/account/…: a person's own account."""

from django.urls import include, path

from ..views import account, assistance, notice, oidc, passkey, second_factor, session

urlpatterns = [
    path("sign-in/", account.SignIn.as_view(), name="sign_in"),
    path("first-sign-in/", account.first_sign_in, name="first_sign_in"),
    path("oidc/", oidc.oidc, name="oidc"),
    path("oidc/back/", oidc.oidc_back, name="oidc_back"),
    path("oidc/end/", oidc.oidc_end, name="oidc_end"),
    path("token/", account.token, name="token"),
    path("sign-out/", account.SignOut.as_view(), name="sign_out"),
    path("large-print/", account.large_print, name="large_print"),
    path("password/", account.PasswordChange.as_view(), name="password"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/check/", second_factor.second_factor_check, name="second_factor_check"),
    path("passkeys/", passkey.passkeys, name="passkeys"),
    path("passkeys/<int:pk>/remove/", passkey.passkey_remove, name="passkey_remove"),
    path("sign-ins/", session.sessions, name="sessions"),
    path("sign-ins/end/", session.sessions_end, name="sessions_end"),
    path("sign-ins/<slug:sitting>/end/", session.session_end, name="session_end"),
    path("assistants/", assistance.assistants, name="assistants"),
    path("assistants/<int:pk>/accept/", assistance.assistance_accept, name="assistance_accept"),
    path("assistants/<int:pk>/end/", assistance.assistance_end, name="assistance_end"),
    path("mail/", notice.mail, name="mail"),
    path("", include("django.conf.urls.i18n")),
]
