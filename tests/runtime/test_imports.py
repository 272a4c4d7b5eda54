from __future__ import annotations

import subprocess
import sys


def test_runtime_imports_neither_driver_nor_tool_nor_slow_modules():
    code = "import sys, fluentorm.runtime; print(*sorted(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    unwanted = {"psycopg", "doit", "jinja2", "yaml", "rich", "ipaddress", "json"}
    assert not unwanted & set(done.stdout.split())
