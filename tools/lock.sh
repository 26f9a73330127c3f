#!/bin/sh
# Renews both lock files: every package with its hashes, and no index's address, so that any mirror will do.
set -eu
uv=$(command -v uv || echo .uv/bin/uv)
header="make lock"
"$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "$header" \
    --group build pyproject.toml -o requirements.lock "$@"
"$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "$header" \
    --group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock "$@"
