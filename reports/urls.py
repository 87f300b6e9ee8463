"""All addresses of the site, grouped by the object in the path."""

from django.urls import include, path

from .views import (
    account,
    answering,
    attachments,
    commenting,
    comparing,
    home,
    noticing,
    organising,
    placing,
    reading,
    reviewers,
    reviewing,
    starting,
    submitting,
    suggesting,
    writing,
)

urlpatterns = [
    path("", home.home, name="home"),
    # /account/
    path("account/sign-in/", account.SignIn.as_view(), name="sign_in"),
    path("account/sign-out/", account.SignOut.as_view(), name="sign_out"),
    path("account/password/", account.PasswordChange.as_view(), name="password"),
    path("account/assistants/", account.assistants, name="assistants"),
    path("account/assistants/<int:pk>/remove/", account.assistant_remove, name="assistant_remove"),
    path("account/mail/", noticing.mail, name="mail"),
    path("account/", include("django.conf.urls.i18n")),
    # /cycles/<cycle>/
    path("cycles/<int:cycle>/", organising.cycle, name="cycle"),
    path("cycles/<int:cycle>/stages/", reviewers.stages, name="stages"),
    path("cycles/<int:cycle>/stages/new/", reviewers.stage, name="stage_new"),
    path("cycles/<int:cycle>/stages/<int:pk>/", reviewers.stage, name="stage"),
    path("cycles/<int:cycle>/stages/<int:pk>/remove/", reviewers.stage_remove, name="stage_remove"),
    path(
        "cycles/<int:cycle>/stages/reviewers/<int:pk>/remove/",
        reviewers.stage_reviewer_remove,
        name="stage_reviewer_remove",
    ),
    path("cycles/<int:cycle>/start/<int:author>/", starting.start, name="start"),
    path("cycles/<int:cycle>/start/<int:author>/outline/", starting.start_from_outline, name="start_from_outline"),
    path("cycles/<int:cycle>/start/<int:author>/text/", starting.start_from_text, name="start_from_text"),
    path("cycles/<int:cycle>/start/<int:author>/file/", starting.start_from_file, name="start_from_file"),
    # /reports/<report>/
    path("reports/", home.report_list, name="reports"),
    path("reports/<int:report>/", writing.report, name="report"),
    path("reports/<int:report>/title/", writing.title, name="title"),
    path("reports/<int:report>/sections/<int:section>/", writing.section, name="section"),
    path("reports/<int:report>/sections/<int:section>/fill/", writing.fill, name="fill"),
    path("reports/<int:report>/figures/<int:figure>/", writing.figure, name="figure"),
    path("reports/<int:report>/attachments/", attachments.attachments, name="attachments"),
    path("reports/<int:report>/attachments/<int:attachment>/", attachments.attachment, name="attachment"),
    path("reports/<int:report>/attachments/<int:attachment>/up/", attachments.attachment_up, name="attachment_up"),
    path(
        "reports/<int:report>/attachments/<int:attachment>/delete/",
        attachments.attachment_delete,
        name="attachment_delete",
    ),
    path("reports/<int:report>/check/", submitting.check, name="check"),
    path("reports/<int:report>/answers/", answering.answers, name="answers"),
    path("reports/<int:report>/submit/", submitting.submit, name="submit"),
    path("reports/<int:report>/withdraw/", submitting.withdraw, name="withdraw"),
    path("reports/<int:report>/read/", reading.read, name="read"),
    path("reports/<int:report>/pdf/", reading.pdf, name="pdf"),
    path("reports/<int:report>/files/<slug:kind>/", reading.file, name="file"),
    path("reports/<int:report>/revisions/", reading.revisions, name="revisions"),
    path("reports/<int:report>/revisions/<int:number>/", reading.revision, name="revision"),
    path("reports/<int:report>/compare/", comparing.compare, name="compare"),
    path("reports/<int:report>/return/", reviewing.return_, name="return"),
    path("reports/<int:report>/agree/", reviewing.agree, name="agree"),
    path("reports/<int:report>/publish/", reviewing.publish, name="publish"),
    path("reports/<int:report>/reviewers/", reviewers.reviewers, name="reviewers"),
    path("reports/<int:report>/reviewers/<int:pk>/remove/", reviewers.reviewer_remove, name="reviewer_remove"),
    # /reports/<report>/comments/<comment>/
    path("reports/<int:report>/sections/<int:section>/comment/", commenting.comment, name="comment"),
    path(
        "reports/<int:report>/sections/<int:section>/comment/figure/", commenting.comment_figure, name="comment_figure"
    ),
    path("reports/<int:report>/sections/<int:section>/suggestions/", suggesting.suggestions, name="suggestions"),
    path("reports/<int:report>/comments/news/", commenting.comment_news, name="comment_news"),
    path("reports/<int:report>/comments/<int:comment>/", commenting.comment_edit, name="comment_edit"),
    path("reports/<int:report>/comments/<int:comment>/delete/", commenting.comment_delete, name="comment_delete"),
    path("reports/<int:report>/comments/<int:comment>/reply/", answering.comment_reply, name="comment_reply"),
    path("reports/<int:report>/comments/<int:comment>/replies/<int:reply>/", answering.reply_edit, name="reply_edit"),
    path(
        "reports/<int:report>/comments/<int:comment>/replies/<int:reply>/delete/",
        answering.reply_delete,
        name="reply_delete",
    ),
    path("reports/<int:report>/comments/<int:comment>/resolve/", commenting.comment_resolve, name="comment_resolve"),
    path("reports/<int:report>/comments/<int:comment>/reopen/", commenting.comment_reopen, name="comment_reopen"),
    path("reports/<int:report>/comments/<int:comment>/confirm/", placing.comment_confirm, name="comment_confirm"),
    path("reports/<int:report>/comments/<int:comment>/attach/", placing.comment_reattach, name="comment_reattach"),
    path("reports/<int:report>/comments/<int:comment>/accept/", suggesting.suggestion_accept, name="suggestion_accept"),
    path(
        "reports/<int:report>/comments/<int:comment>/decline/", suggesting.suggestion_decline, name="suggestion_decline"
    ),
    # /notices/, /reviews/, /log/
    path("notices/", noticing.notices, name="notices"),
    path("notices/read/", noticing.notices_read, name="notices_read"),
    path("notices/<int:notice>/", noticing.notice, name="notice"),
    path("reviews/", reviewing.review_list, name="reviews"),
    path("log/", organising.log, name="log"),
]
