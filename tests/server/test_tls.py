import ipaddress
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from cryptography import x509

from ogam.core import OgamError
from ogam.server import tls
from ogam.server.tls import given_certificate, own_certificate

NAMES, ADDRESSES = ["localhost", "ogam.local"], ["127.0.0.1", "192.168.1.5"]


def test_it_is_for_its_names_and_addresses(tmp_path):
    made = own_certificate(tmp_path, NAMES, ADDRESSES)
    [certificate, authority] = x509.load_pem_x509_certificates(made.path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == NAMES
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(one) for one in ADDRESSES]
    assert certificate.not_valid_after_utc - datetime.now(UTC) < timedelta(days=398)
    certificate.verify_directly_issued_by(authority)
    assert made.fingerprint == tls.fingerprint_of(authority)


def test_keys_are_for_their_user_alone(tmp_path):
    own_certificate(tmp_path, NAMES)
    for name in ("certificate.key", "authority.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_it_is_kept_and_renewed_before_it_ends(tmp_path, monkeypatch):
    first = own_certificate(tmp_path, NAMES, ADDRESSES)
    content = first.path.read_bytes()
    assert own_certificate(tmp_path, NAMES, ADDRESSES) == first
    assert first.path.read_bytes() == content

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=370)

    monkeypatch.setattr(tls, "datetime", Later)
    renewed = own_certificate(tmp_path, NAMES, ADDRESSES)
    assert renewed.expires > first.expires
    assert renewed.fingerprint == first.fingerprint


@pytest.mark.parametrize("more", [{"names": [*NAMES, "new.local"]}, {"addresses": [*ADDRESSES, "192.168.1.6"]}])
def test_it_is_made_anew_for_a_new_name_by_the_same_authority(tmp_path, more):
    first = own_certificate(tmp_path, NAMES, ADDRESSES)
    content = first.path.read_bytes()
    second = own_certificate(tmp_path, more.get("names", NAMES), more.get("addresses", ADDRESSES))
    assert second.path.read_bytes() != content
    assert second.fingerprint == first.fingerprint


def test_the_authority_signs_for_this_network_only(tmp_path):
    own = own_certificate(tmp_path, NAMES)
    other = own_certificate(tmp_path, [*NAMES, "ogam.example.org"])
    assert other.fingerprint != own.fingerprint
    authority = x509.load_pem_x509_certificate(other.authority.read_bytes())
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    domains = {one.value for one in permitted if isinstance(one, x509.DNSName)}
    assert "ogam.example.org" in domains
    assert not {"com", "org", "example.org"} & domains


@pytest.mark.parametrize("name", ["certificate.pem", "authority.pem", "certificate.key", "authority.key"])
def test_what_was_lost_or_damaged_is_made_anew(tmp_path, name):
    own_certificate(tmp_path, NAMES)
    (tmp_path / name).unlink()
    answers(own_certificate(tmp_path, NAMES, ADDRESSES))


def test_what_was_damaged_is_made_anew(tmp_path):
    own_certificate(tmp_path, NAMES)
    (tmp_path / "certificate.pem").write_text("damaged")
    answers(own_certificate(tmp_path, NAMES, ADDRESSES))


def answers(certificate):
    """A client that trusts the authority speaks with a server that has the certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path, certificate.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.handle_request, daemon=True).start()
    trusting = ssl.create_default_context(cafile=str(certificate.authority))
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    assert httpx.get(f"https://localhost:{server.server_port}/", verify=trusting).status_code == 204
    server.server_close()


def test_clients_that_are_strict_accept_it(tmp_path):
    answers(own_certificate(tmp_path, NAMES, ADDRESSES))


def test_a_given_certificate_is_checked(tmp_path):
    own, other = own_certificate(tmp_path / "own", NAMES), own_certificate(tmp_path / "other", NAMES)
    given = given_certificate(own.path, own.key)
    assert given.expires == own.expires
    with pytest.raises(OgamError, match="cannot be used"):
        given_certificate(own.path, other.key)
    with pytest.raises(OgamError, match="cannot be used"):
        given_certificate(tmp_path / "none.pem", own.key)


def test_a_given_certificate_that_has_expired_is_refused(tmp_path, monkeypatch):
    own = own_certificate(tmp_path, NAMES)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=400)

    monkeypatch.setattr(tls, "datetime", Later)
    with pytest.raises(OgamError, match="expired on"):
        given_certificate(own.path, own.key)
