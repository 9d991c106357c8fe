#!/usr/bin/env bash
# Makes .venv with exactly the packages of requirements.lock. Names what a fresh machine lacks.
set -euo pipefail
wanted=$1 venv=$2

suits() { command -v "$1" >/dev/null && "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

python=
for candidate in "$wanted" python3.13 python3.12 python3.11; do
  if suits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  echo "AccountsOS needs Python 3.11, 3.12 or 3.13; '$wanted' is $("$wanted" --version 2>/dev/null || echo 'not there'). Set PYTHON=python3.12, or a path." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "This Python has no venv module. On Debian and Ubuntu: apt install python3-venv" >&2
  exit 1
fi
if ! [ -x "$venv/bin/python" ] || ! suits "$venv/bin/python"; then
  echo "Setting up $venv (about a minute, once) …"
  "$python" -m venv --clear "$venv"
fi
pip() { "$venv/bin/python" -m pip install -qq --disable-pip-version-check "$@"; }
pip --require-hashes --only-binary :all: -r requirements.lock
pip --no-deps --no-build-isolation --editable .
