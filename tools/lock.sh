#!/usr/bin/env bash
# Resolves pyproject.toml into requirements.lock: one file for Python 3.11 to 3.13 on every platform, versions and hashes only.
set -euo pipefail
cd "$(dirname "$0")/.."
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --extra ocr --extra dev "$@" pyproject.toml --output-file requirements.lock
