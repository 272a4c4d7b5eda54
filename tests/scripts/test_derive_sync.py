"""The synchronous modules are what the script derives, and nothing else."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "derive_sync.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("derive_sync", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_derived_modules_are_up_to_date(script):
    for name, derived in script.MODULES.items():
        text = (script.FOLDER / name).read_text(encoding="utf-8")
        found = (script.FOLDER / derived).read_text(encoding="utf-8")
        assert found == script.derive(text, name), "run: python scripts/derive_sync.py"


def test_nothing_asynchronous_is_left(script):
    for derived in script.MODULES.values():
        text = (script.FOLDER / derived).read_text(encoding="utf-8")
        assert not [word for word in ("async", "await", "Async") if word in text.split('"""', 2)[2]]
