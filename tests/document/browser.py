"""A headless Chromium, driven through WebDriver (https://www.w3.org/TR/webdriver2/)."""

import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DRIVER = shutil.which("chromedriver")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
MISSING = "" if DRIVER and CHROMIUM else "no chromium and chromedriver are installed"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_KEYS = {"Enter": "\ue007", "ArrowDown": "\ue015", "Escape": "\ue00c"}


class Browser:
    """One window; paths are those of files."""

    def __init__(self, address: str, *, dark: bool, profile: Path) -> None:
        self._server = address
        arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1280,900",
            f"--user-data-dir={profile}",
            *(["--force-dark-mode"] if dark else []),
        ]
        wanted = {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"}}
        wanted["goog:chromeOptions"] = {"binary": CHROMIUM, "args": arguments}
        made = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{made['sessionId']}"

    def close(self) -> None:
        self._send("DELETE", self._session)

    def open(self, path: Path, fragment: str = "") -> None:
        self._send("POST", f"{self._session}/url", {"url": path.as_uri() + fragment})

    def run(self, script: str, *arguments: object) -> Any:
        body = {"script": script, "args": list(arguments)}
        return self._send("POST", f"{self._session}/execute/sync", body)

    def click(self, selector: str) -> None:
        self._send("POST", f"{self._session}/element/{self._find(selector)}/click", {})

    def type(self, selector: str, *words: str) -> None:
        """Type words, or press keys that have a name."""
        text = "".join(_KEYS.get(word, word) for word in words)
        self._send("POST", f"{self._session}/element/{self._find(selector)}/value", {"text": text})

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        move = {"type": "pointerMove", "duration": 0, "origin": "viewport"}
        actions = [
            {**move, "x": start[0], "y": start[1]},
            {"type": "pointerDown", "button": 0},
            {**move, "x": end[0], "y": end[1], "duration": 50},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "mouse", "actions": actions}
        self._send("POST", f"{self._session}/actions", {"actions": [pointer]})

    def turn_wheel(self, place: tuple[int, int], amount: int) -> None:
        action = {"type": "scroll", "x": place[0], "y": place[1], "deltaX": 0, "deltaY": amount}
        wheel = {"type": "wheel", "id": "wheel", "actions": [{**action, "duration": 0}]}
        self._send("POST", f"{self._session}/actions", {"actions": [wheel]})

    def picture(self, path: Path) -> None:
        import base64

        path.write_bytes(base64.b64decode(self._send("GET", f"{self._session}/screenshot")))

    @property
    def address(self) -> str:
        return str(self._send("GET", f"{self._session}/url"))

    @property
    def complaints(self) -> list[str]:
        """What the console holds: errors of scripts, files not found."""
        body = {"type": "browser"}
        return [entry["message"] for entry in self._send("POST", f"{self._session}/se/log", body)]

    def _find(self, selector: str) -> str:
        body = {"using": "css selector", "value": selector}
        return str(self._send("POST", f"{self._session}/element", body)[_ELEMENT])

    def _send(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the driver on this machine
            self._server + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None


@contextmanager
def browser(folder: Path, *, dark: bool = False) -> Iterator[Browser]:
    """Give a browser with a profile of its own, and end it."""
    environ = {**os.environ, "HOME": str(folder)}
    with subprocess.Popen(
        [str(DRIVER), "--port=0"], stdout=subprocess.PIPE, text=True, env=environ
    ) as driver:
        try:
            lines = iter(driver.stdout or ())
            found = (re.search(r"successfully on port (\d+)", line.strip()) for line in lines)
            port = next(match[1] for match in found if match)
            window = Browser(f"http://127.0.0.1:{port}", dark=dark, profile=folder / "profile")
            try:
                yield window
            finally:
                window.close()
        finally:
            driver.terminate()
