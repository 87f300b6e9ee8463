"""All addresses of the site, grouped by the object in the path."""

from django.urls import include, path

from .views import (
    account,
    assistance,
    attachment,
    comment,
    comparison,
    cycle,
    document,
    event,
    figure,
    home,
    manuscript,
    notice,
    placement,
    reply,
    report,
    review,
    reviewer,
    revision,
    section,
    sign_in_slip,
    submission,
    suggestion,
)

urlpatterns = [
    path("", home.home, name="home"),
    # /account/
    path("account/sign-in/", account.SignIn.as_view(), name="sign_in"),
    path("account/first-sign-in/", account.first_sign_in, name="first_sign_in"),
    path("account/token/", account.token, name="token"),
    path("account/sign-out/", account.SignOut.as_view(), name="sign_out"),
    path("account/password/", account.PasswordChange.as_view(), name="password"),
    path("account/assistants/", assistance.assistants, name="assistants"),
    path("account/assistants/<int:pk>/accept/", assistance.assistance_accept, name="assistance_accept"),
    path("account/assistants/<int:pk>/end/", assistance.assistance_end, name="assistance_end"),
    path("account/mail/", notice.mail, name="mail"),
    path("account/", include("django.conf.urls.i18n")),
    # /cycles/<cycle>/
    path("cycles/<int:cycle_pk>/", cycle.cycle, name="cycle"),
    path("cycles/<int:cycle_pk>/stages/", reviewer.stages, name="stages"),
    path("cycles/<int:cycle_pk>/stages/new/", reviewer.stage, name="stage_new"),
    path("cycles/<int:cycle_pk>/stages/<int:pk>/", reviewer.stage, name="stage"),
    path("cycles/<int:cycle_pk>/stages/<int:pk>/remove/", reviewer.stage_remove, name="stage_remove"),
    path(
        "cycles/<int:cycle_pk>/stages/reviewers/<int:pk>/remove/",
        reviewer.stage_reviewer_remove,
        name="stage_reviewer_remove",
    ),
    path("cycles/<int:cycle_pk>/slips/", sign_in_slip.slips, name="slips"),
    # /participants/<participant>/
    path("participants/<int:participant_pk>/start/", manuscript.start, name="start"),
    path("participants/<int:participant_pk>/start/outline/", manuscript.start_from_outline, name="start_from_outline"),
    path("participants/<int:participant_pk>/start/text/", manuscript.start_from_text, name="start_from_text"),
    path("participants/<int:participant_pk>/start/file/", manuscript.start_from_file, name="start_from_file"),
    # /people/<person>/
    path("people/<int:person_pk>/slip/", sign_in_slip.slip, name="slip"),
    path("people/<int:person_pk>/slip/withdraw/", sign_in_slip.slip_withdraw, name="slip_withdraw"),
    # /reports/<report>/
    path("reports/", home.report_list, name="reports"),
    path("reports/<int:report_pk>/", report.report, name="report"),
    path("reports/<int:report_pk>/title/", report.title, name="title"),
    path("reports/<int:report_pk>/sections/<int:section_pk>/", section.section, name="section"),
    path("reports/<int:report_pk>/sections/<int:section_pk>/fill/", section.fill, name="fill"),
    path("reports/<int:report_pk>/figures/<int:figure_pk>/", figure.figure, name="figure"),
    path("reports/<int:report_pk>/attachments/", attachment.attachments, name="attachments"),
    path("reports/<int:report_pk>/attachments/<int:attachment_pk>/", attachment.attachment, name="attachment"),
    path("reports/<int:report_pk>/attachments/<int:attachment_pk>/up/", attachment.attachment_up, name="attachment_up"),
    path(
        "reports/<int:report_pk>/attachments/<int:attachment_pk>/delete/",
        attachment.attachment_delete,
        name="attachment_delete",
    ),
    path("reports/<int:report_pk>/check/", submission.check, name="check"),
    path("reports/<int:report_pk>/answers/", reply.answers, name="answers"),
    path("reports/<int:report_pk>/submit/", submission.submit, name="submit"),
    path("reports/<int:report_pk>/withdraw/", submission.withdraw, name="withdraw"),
    path("reports/<int:report_pk>/read/", document.read, name="read"),
    path("reports/<int:report_pk>/pdf/", document.pdf, name="pdf"),
    path("reports/<int:report_pk>/files/<slug:kind>/", document.file, name="file"),
    path("reports/<int:report_pk>/publications/<int:number>/", document.publication, name="publication"),
    path("reports/<int:report_pk>/revisions/", revision.revisions, name="revisions"),
    path("reports/<int:report_pk>/revisions/<int:number>/", revision.revision, name="revision"),
    path("reports/<int:report_pk>/compare/", comparison.compare, name="compare"),
    path("reports/<int:report_pk>/open/", review.open_, name="open"),
    path("reports/<int:report_pk>/return/", review.return_, name="return"),
    path("reports/<int:report_pk>/agree/", review.agree, name="agree"),
    path("reports/<int:report_pk>/publish/", review.publish, name="publish"),
    path("reports/<int:report_pk>/correct/", review.correct, name="correct"),
    path("reports/<int:report_pk>/reviewers/", reviewer.reviewers, name="reviewers"),
    path("reports/<int:report_pk>/reviewers/<int:pk>/remove/", reviewer.reviewer_remove, name="reviewer_remove"),
    # /reports/<report>/comments/<comment>/
    path("reports/<int:report_pk>/sections/<int:section_pk>/comment/", comment.comment, name="comment"),
    path(
        "reports/<int:report_pk>/sections/<int:section_pk>/comment/figure/",
        comment.comment_figure,
        name="comment_figure",
    ),
    path("reports/<int:report_pk>/sections/<int:section_pk>/suggestions/", suggestion.suggestions, name="suggestions"),
    path("reports/<int:report_pk>/comments/news/", comment.comment_news, name="comment_news"),
    path("reports/<int:report_pk>/comments/<int:comment_pk>/", comment.comment_edit, name="comment_edit"),
    path("reports/<int:report_pk>/comments/<int:comment_pk>/delete/", comment.comment_delete, name="comment_delete"),
    path("reports/<int:report_pk>/comments/<int:comment_pk>/reply/", reply.comment_reply, name="comment_reply"),
    path(
        "reports/<int:report_pk>/comments/<int:comment_pk>/replies/<int:reply_pk>/", reply.reply_edit, name="reply_edit"
    ),
    path(
        "reports/<int:report_pk>/comments/<int:comment_pk>/replies/<int:reply_pk>/delete/",
        reply.reply_delete,
        name="reply_delete",
    ),
    path("reports/<int:report_pk>/comments/<int:comment_pk>/resolve/", comment.comment_resolve, name="comment_resolve"),
    path("reports/<int:report_pk>/comments/<int:comment_pk>/reopen/", comment.comment_reopen, name="comment_reopen"),
    path(
        "reports/<int:report_pk>/comments/<int:comment_pk>/confirm/", placement.comment_confirm, name="comment_confirm"
    ),
    path(
        "reports/<int:report_pk>/comments/<int:comment_pk>/attach/", placement.comment_reattach, name="comment_reattach"
    ),
    path(
        "reports/<int:report_pk>/comments/<int:comment_pk>/accept/",
        suggestion.suggestion_accept,
        name="suggestion_accept",
    ),
    path(
        "reports/<int:report_pk>/comments/<int:comment_pk>/decline/",
        suggestion.suggestion_decline,
        name="suggestion_decline",
    ),
    # /notices/, /reviews/, /log/
    path("notices/", notice.notices, name="notices"),
    path("notices/read/", notice.notices_read, name="notices_read"),
    path("notices/<int:notice_pk>/", notice.notice, name="notice"),
    path("reviews/", review.review_list, name="reviews"),
    path("log/", event.log, name="log"),
]
