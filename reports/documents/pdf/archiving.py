"""What WeasyPrint leaves out of an archived and accessible file (PDF/A-3a, PDF/UA-1)."""


def finish(document, pdf) -> None:
    """Finisher for `weasyprint.HTML.write_pdf`."""
