"""TLS: an authority and a certificate of Ogam's own, or the certificate that is given.

The authority is what a phone is told to trust, once; it may sign for names of this network only (X.509 name
constraints, RFC 5280, 4.2.1.10). The certificate is renewed from it, and the phone does not notice.
"""

import ipaddress
import os
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ogam.core import OgamError

AUTHORITY, CERTIFICATE, KEY = "authority.pem", "certificate.pem", "certificate.key"
_AUTHORITY_KEY = "authority.key"
_AUTHORITY_DAYS, _DAYS, _RENEW_DAYS = 3650, 397, 30
"""397 days: the longest that browsers take (CA/Browser Forum, 6.3.2)."""
_HOUR = timedelta(hours=1)
_PRIVATE = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"
)  # fmt: skip
_LOCAL = ("localhost", "local", "lan", "home.arpa", "internal")
Number = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files of a certificate and its key; authority: of the one who signed it, None where it was given.

    fingerprint: SHA-256 of the authority or, where that is not known, of the certificate; hexadecimal, with colons.
    """

    path: Path
    key: Path
    authority: Path | None
    fingerprint: str
    expires: datetime


def own_certificate(folder: Path, names: Iterable[str], addresses: Iterable[str] = ()) -> Certificate:
    """Ogam's own certificate in a folder; made, or made anew, where it is missing, ends soon or lacks a name.

    names: of hosts; addresses: numeric ones. Raises OgamError where the files cannot be read or written.
    """
    hosts = sorted({name.lower() for name in names})
    numbers = sorted({ipaddress.ip_address(one) for one in addresses}, key=str)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority, signing = _authority(folder, hosts, numbers)
        found = _read(folder / CERTIFICATE)
        if found is None or not _is_good(found, authority, hosts, numbers) or not (folder / KEY).is_file():
            found = _issue(folder, authority, signing, hosts, numbers)
    except (OSError, ValueError, TypeError) as error:
        raise OgamError(f"{folder}: the certificate cannot be made or read: {error}.") from error
    return Certificate(
        folder / CERTIFICATE, folder / KEY, folder / AUTHORITY, fingerprint_of(authority), found.not_valid_after_utc
    )


def given_certificate(path: Path, key: Path) -> Certificate:
    """A certificate that is given. Raises OgamError where it cannot be used: unreadable, another's key, expired."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, key)
        [certificate, *_] = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise OgamError(f"{path}: this certificate and {key} cannot be used: {error}.") from error
    if certificate.not_valid_after_utc < datetime.now(UTC):
        raise OgamError(f"{path}: this certificate expired on {certificate.not_valid_after_utc:%Y-%m-%d}. Renew it.")
    return Certificate(path, key, None, fingerprint_of(certificate), certificate.not_valid_after_utc)


def expiry_of(path: Path) -> datetime | None:
    """When the certificate of a file ends; None where there is none."""
    certificate = _read(path)
    return None if certificate is None else certificate.not_valid_after_utc


def fingerprint_of(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _authority(
    folder: Path, hosts: list[str], numbers: list[Number]
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The authority, made anew where it is missing, ends soon or may not sign for a host."""
    found, key_path = _read(folder / AUTHORITY), folder / _AUTHORITY_KEY
    if found is not None and key_path.is_file() and not _ends_soon(found) and _may_sign(found, hosts, numbers):
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return found, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Ogam, {hosts[0] if hosts else 'localhost'}")
    permitted: list[x509.GeneralName] = [x509.DNSName(host) for host in sorted({*_LOCAL, *hosts})]
    permitted += [x509.IPAddress(ipaddress.ip_network(net)) for net in _PRIVATE]
    permitted += [x509.IPAddress(ipaddress.ip_network(number)) for number in numbers if not _is_private(number)]
    builder = (
        _builder(name, name, key.public_key(), _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    certificate = builder.sign(key, hashes.SHA256())
    _write(key_path, _key_text(key), secret=True)
    _write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM))
    return certificate, key


def _issue(
    folder: Path,
    authority: x509.Certificate,
    signing: ec.EllipticCurvePrivateKey,
    hosts: list[str],
    numbers: list[Number],
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
    names += [x509.IPAddress(number) for number in numbers]
    builder = (
        _builder(_name(hosts[0] if hosts else "localhost"), authority.subject, key.public_key(), _DAYS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    certificate = builder.sign(signing, hashes.SHA256())
    _write(folder / KEY, _key_text(key), secret=True)
    chain = certificate.public_bytes(serialization.Encoding.PEM) + authority.public_bytes(serialization.Encoding.PEM)
    _write(folder / CERTIFICATE, chain)
    return certificate


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _HOUR)
        .not_valid_after(now + timedelta(days=days) - _HOUR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign, key_cert_sign=sign, crl_sign=sign, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _is_good(
    certificate: x509.Certificate,
    authority: x509.Certificate,
    hosts: list[str],
    numbers: list[Number],
) -> bool:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {*names.get_values_for_type(x509.DNSName), *names.get_values_for_type(x509.IPAddress)}
    if certificate.issuer != authority.subject or _ends_soon(certificate) or not known >= {*hosts, *numbers}:
        return False
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _may_sign(authority: x509.Certificate, hosts: list[str], numbers: list[Number]) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    domains = [one.value for one in permitted if isinstance(one, x509.DNSName)]
    networks = [ipaddress.ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress)]
    named = all(any(host == domain or host.endswith(f".{domain}") for domain in domains) for host in hosts)
    return named and all(any(number in network for network in networks) for number in numbers)


def _is_private(number: Number) -> bool:
    return any(number in net for net in map(ipaddress.ip_network, _PRIVATE))


def _ends_soon(certificate: x509.Certificate) -> bool:
    return certificate.not_valid_after_utc - datetime.now(UTC) < timedelta(days=_RENEW_DAYS)


def _read(path: Path) -> x509.Certificate | None:
    """The first certificate of a file; None where there is none."""
    if not path.is_file():
        return None
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except ValueError:
        return None


def _write(path: Path, data: bytes, secret: bool = False) -> None:
    """Write a file, whole or not at all. secret: for its user alone."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    number = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
    with os.fdopen(number, "wb") as file:
        file.write(data)
    new.replace(path)


def _key_text(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])
