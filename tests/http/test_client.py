"""The address of a request, whatever its client claims."""

import pytest
from django.test import RequestFactory

from reports.http.client import client_address

PROXY = "127.0.0.1"


def address(forwarded, proxies, settings, connected=PROXY):
    settings.TRUSTED_PROXIES = proxies
    header = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=connected, **header))


@pytest.mark.parametrize(
    ("forwarded", "proxies", "seen"),
    [
        (None, 0, PROXY),
        ("10.1.0.7", 0, PROXY),
        (None, 1, PROXY),
        ("10.1.0.7", 1, "10.1.0.7"),
        ("6.6.6.6, 10.1.0.7", 1, "10.1.0.7"),
        ("6.6.6.6,10.1.0.7", 1, "10.1.0.7"),
        ("6.6.6.6, 10.1.0.7, 10.0.0.2", 2, "10.1.0.7"),
        ("10.1.0.7", 2, PROXY),
        ("6.6.6.6, nonsense", 1, PROXY),
        ("6.6.6.6,", 1, PROXY),
        (" , , ", 1, PROXY),
        ("10.1.0.7", -1, PROXY),
        ("2001:db8:1:2:a:b:c:d", 1, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", 1, "2001:db8:1:2::/64"),
        ("::ffff:10.1.0.7", 1, "10.1.0.7"),
        ("9" * 100_000, 1, PROXY),
    ],
)
def test_only_what_trusted_proxies_added_counts(forwarded, proxies, seen, settings):
    assert address(forwarded, proxies, settings) == seen


def test_on_a_socket_there_is_no_address_but_the_proxys_word(settings):
    assert [address(sent, 1, settings, connected="") for sent in (None, "10.1.0.7")] == ["", "10.1.0.7"]
