#!/usr/bin/env bash
# Makes .venv with exactly the packages of requirements.lock. Names what a fresh machine lacks.
set -euo pipefail
python=$1 venv=$2
command -v "$python" >/dev/null || { echo "AccountsOS needs Python 3.11, 3.12 or 3.13; '$python' was not found. Set PYTHON=/path/to/python3." >&2; exit 1; }
"$python" - <<'PY' || exit 1
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"AccountsOS needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}. Set PYTHON=/path/to/python3.")
try:
    import ensurepip, venv  # noqa
except ImportError:
    sys.exit(f"This Python has no venv module. On Debian and Ubuntu: apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv")
PY
[ -x "$venv/bin/python" ] || { echo "Setting up $venv (about a minute, once) …"; "$python" -m venv "$venv"; }
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
