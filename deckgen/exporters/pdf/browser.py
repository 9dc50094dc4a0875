"""Prints a page to PDF with an installed Chromium, Chrome or Edge; it touches a folder of its own.

A browser can only print from a file to a file.  So this is, beside ``disk.py``, the one module
that writes: into a temporary folder, which is gone when the function returns.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

#: Names on the PATH, the ones that are made for this first.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
#: Where macOS and Windows keep programs that are not on the PATH.
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
#: The browser knows no account, no extension and no network.
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*\))")
#: For 10,000 questions a slow machine needs two minutes.
_PATIENCE = 600


class BrowserError(Exception):
    """The browser made no PDF; its arguments say which one and why, as far as it is known."""

    def __str__(self) -> str:
        return " ".join(self.args)


def find() -> str:
    """Return the path of a browser that can print: ``DECKGEN_CHROMIUM``, or one that is found.

    Returns:
        The empty text where there is none.
    """
    if named := os.environ.get("DECKGEN_CHROMIUM"):
        return named
    places = [_filled(place) for place in _PLACES]
    found = [shutil.which(name) for name in _NAMES] + [p for p in places if Path(p).is_file()]
    return next(filter(None, found), "")


def _filled(place: str) -> str:
    return re.sub(r"\{(.*?)\}", lambda m: os.environ.get(m[1], "/nowhere"), place)


def print_page(browser: str, html: bytes, modified: int) -> bytes:
    """Return the page as PDF, dated with ``modified`` in seconds since 1970; 0 is for no date.

    Raises:
        BrowserError: The browser cannot be run, takes too long, or makes no PDF.
    """
    with tempfile.TemporaryDirectory(prefix="deckgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, made = folder / "page.html", folder / "page.pdf"
        page.write_bytes(html)
        # Chromium refuses to run as root with its sandbox; the page has no script but ours.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        said = _run(
            [
                browser,
                *_ARGUMENTS,
                *root,
                f"--user-data-dir={folder / 'profile'}",
                f"--print-to-pdf={made}",
                page.as_uri(),
            ]
        )
        # Chromium's exit code is 0 also where it has printed nothing.
        if not made.is_file():
            raise BrowserError(browser, f"made no file{said}")
        pdf = made.read_bytes()
    if not pdf.startswith(b"%PDF"):
        raise BrowserError(browser, "made a file that is no PDF")
    return _dated(pdf, modified)


def _run(command: list[str]) -> str:
    """Run the browser to its end and return the last thing that it said."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the browser that the user has, and our own page
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        raise BrowserError(command[0], f"cannot be run: {error.strerror or error}") from error
    try:
        _, said = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise BrowserError(command[0], f"took more than {_PATIENCE // 60} minutes") from None
    finally:
        _end(process)
        if process.stderr:
            process.stderr.close()
    last = said.decode(errors="replace").strip().rsplit("\n", 1)[-1]
    return f": {last}" if last else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and what it has started; a helper could outlive it and hold the folder."""
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _dated(pdf: bytes, modified: int) -> bytes:
    """Write one date over the time of printing, which is as long, so that all offsets hold."""
    if not modified:
        return _DATE.sub(lambda m: b" " * len(m[0]), pdf)
    date = datetime.fromtimestamp(modified, UTC).strftime("%Y%m%d%H%M%S").encode()
    return _DATE.sub(lambda m: m[1] + date + m[2], pdf)
