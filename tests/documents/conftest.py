"""Settings for the tests that make PDFs."""


def pytest_configure(config):
    # WeasyPrint 70 leaves the file of its colour profile to the garbage collector.
    config.addinivalue_line(
        "filterwarnings",
        r"ignore:Exception ignored in. <_io.FileIO name=.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning",
    )
