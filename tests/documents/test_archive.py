"""Many files as one ZIP: written while it is stored, names that every disk takes, nothing that has changed."""

import hashlib
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reports.documents.archive import Archive, ArchivedFile, Unstored, clear_folder, fit_name, store, store_bytes

from .disks import files_in, small_disk


def keep(path, data):
    default_storage.save(path, ContentFile(data))
    return hashlib.sha256(data).hexdigest()


def test_what_is_in_it_is_what_was_stored(on_disk):
    stored = {"水务局_林晓.pdf": b"%PDF 1" * 9_000, "SHA256SUMS.txt": b""}
    files = [ArchivedFile(name, f"a/{n}", keep(f"a/{n}", data)) for n, (name, data) in enumerate(stored.items())]
    archive = Archive(files)
    data = (on_disk / store("b/x.zip", archive)).read_bytes()
    with ZipFile(BytesIO(data)) as opened:
        assert (opened.testzip(), {name: opened.read(name) for name in opened.namelist()}) == (None, stored)
        assert [bool(info.flag_bits & 0x800) for info in opened.infolist()] == [True, False]  # UTF-8 where it matters
    assert (archive.sha256, archive.written) == (hashlib.sha256(data).hexdigest(), len(data))


def test_no_more_than_a_piece_is_in_memory(on_disk):
    """Forty files of a megabyte that nothing makes smaller."""
    piece = hashlib.shake_128(b"x").digest(1_000_000)
    sha256 = keep("a/1", piece)
    files = [ArchivedFile(f"{n}.pdf", "a/1", sha256) for n in range(40)]
    tracemalloc.start()
    try:
        store("b/x.zip", Archive(files))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (on_disk / "b/x.zip").stat().st_size > 40_000_000
    assert most < 4_000_000


@pytest.mark.parametrize("now", [b"other", b""])
def test_a_file_that_was_changed_since_is_not_handed_out(on_disk, now):
    file = ArchivedFile("a.pdf", "a/1", keep("a/1", b"%PDF"))
    (on_disk / "a/1").write_bytes(now)
    with pytest.raises(Unstored):
        store("b/x.zip", Archive([file]))
    assert files_in(on_disk) == {"a/1"}


def test_a_file_that_is_gone_is_named(on_disk):
    with pytest.raises(Unstored) as problem:
        store("b/x.zip", Archive([ArchivedFile("a.pdf", "a/gone", "0" * 64)]))
    assert problem.value.params == {"path": "a/gone"}


def test_a_disk_that_fills_in_the_middle_keeps_nothing(settings, tmp_path, on_disk):
    with small_disk(tmp_path / "small", size="4m") as folder:
        settings.MEDIA_ROOT = folder
        piece = hashlib.shake_128(b"x").digest(1_000_000)
        files = [ArchivedFile(f"{n}.pdf", "a/1", keep("a/1", piece)) for n in range(9)]
        with pytest.raises(Unstored) as problem:
            store("b/x.zip", Archive(files))
        assert (problem.value.code, files_in(folder)) == ("full", {"a/1"})


def test_bytes_that_do_not_fit_are_refused(settings, on_disk, full_disk):
    settings.MEDIA_ROOT = full_disk
    with pytest.raises(Unstored):
        store_bytes("b/x.pdf", b"0" * 100_000)


def test_names_differ_for_every_computer_and_fit_every_disk():
    taken = set()
    names = ["a.pdf", "A.pdf", "a.pdf", "长" * 300 + ".docx", "长" * 300 + ".docx"]
    fitted = [fit_name(name, taken) for name in names]
    assert fitted[:3] == ["a.pdf", "A（2）.pdf", "a（3）.pdf"]
    assert fitted[4] == fitted[3].replace(".docx", "（2）.docx")
    assert max(len(name.encode()) for name in fitted) <= 255


def test_a_folder_is_cleared_whole_and_no_other(on_disk):
    keep("batches/1/a", b"a"), keep("batches/1/b", b"b"), keep("batches/11/a", b"a")
    clear_folder("batches/1")
    clear_folder("batches/2")
    assert files_in(on_disk) == {"batches/11/a"}
