import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.management.file_errors import explain


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("command", [("check_pdf",), ("import_report", "--dry-run")])
def test_a_file_that_is_not_there_or_is_a_folder(tmp_path, command, language):
    said = {
        "en": ("There is no such file or folder.", "This is a folder, not a file."),
        "zh-hans": ("没有该文件或文件夹。", "这是文件夹，不是文件。"),
    }[language]
    for path, why in zip((tmp_path / "none.pdf", tmp_path), said, strict=True):
        with translation.override(language), pytest.raises(CommandError) as refused:
            call_command(*command, str(path))
        assert str(refused.value) == f"{path}: {why}"


def test_a_rare_reason_is_given_in_the_words_of_the_system():
    assert explain(OSError(28, "No space left on device", "x.pdf")) == "x.pdf: No space left on device"
