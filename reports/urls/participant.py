"""/participants/<participant>/…: a person in a round, and how the report begins."""

from django.urls import path

from ..views import manuscript, participant

urlpatterns = [
    path("", participant.participant, name="participant"),
    path("transfer/", participant.transfer, name="transfer"),
    path("remove/", participant.participant_remove, name="participant_remove"),
    path("start/", manuscript.start, name="start"),
    path("start/outline/", manuscript.start_from_outline, name="start_from_outline"),
    path("start/text/", manuscript.start_from_text, name="start_from_text"),
    path("start/file/", manuscript.start_from_file, name="start_from_file"),
]
