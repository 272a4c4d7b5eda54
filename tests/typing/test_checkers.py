"""mypy and pyright agree: nothing is wrong in good.py, and every marked line in bad.py."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHOP = HERE.parent / "query"
ROOT = HERE.parent.parent


def mypy(path):
    """Return the lines with errors, and the report."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", path],
        cwd=ROOT,
        env={"MYPYPATH": f"{SHOP}:{ROOT}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    name = re.escape(str(Path(path).relative_to(ROOT)))
    found = re.findall(rf"^{name}:(\d+): error", done.stdout, re.MULTILINE)
    return {int(number) for number in found}, done.stdout + done.stderr


def pyright(path):
    """Return the lines with errors, and the report."""
    if shutil.which("pyright", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("pyright is not installed")
    config = {"extraPaths": [str(SHOP), str(ROOT)], "include": [str(path)]}
    with_config = Path(path).parent / "pyrightconfig.json"
    with_config.write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [
            *(Path(sys.executable).parent / "pyright", "--outputjson", "--pythonpath"),
            *(sys.executable, "--project", with_config),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.startswith("{"):
        pytest.skip(f"pyright cannot run here: {done.stderr.strip()[-200:]}")
    report = json.loads(done.stdout)["generalDiagnostics"]
    errors = [item for item in report if item["severity"] == "error"]
    lines = {item["range"]["start"]["line"] + 1 for item in errors}
    return lines, "\n".join(
        f"{item['range']['start']['line'] + 1}: {item['message']}" for item in errors
    )


CHECKERS = pytest.mark.parametrize("check", [mypy, pyright])


def copied(name, tmp_path, check):
    """Return the file, for pyright in a folder of its own."""
    if check is mypy:
        return HERE / name
    shutil.copy(HERE / name, tmp_path / name)
    return tmp_path / name


@CHECKERS
def test_good_code_is_without_errors(check, tmp_path):
    lines, report = check(copied("good.py", tmp_path, check))
    assert not lines, report


@CHECKERS
def test_every_mistake_is_found(check, tmp_path):
    text = (HERE / "bad.py").read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(text, 1) if line.endswith("# wrong")}
    lines, report = check(copied("bad.py", tmp_path, check))
    assert lines == wrong, report
