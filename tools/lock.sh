#!/bin/sh
# Renews both lock files: every package with its hashes, and no index's address, so that any mirror will do.
# The runtime file is a subset of the development file: what is tested is what runs.
set -eu
uv=$(command -v uv || echo .uv/bin/uv)
options="--quiet --universal --generate-hashes --python-version 3.11 --group build"
# shellcheck disable=SC2086
"$uv" pip compile $options --custom-compile-command "make lock" --group dev pyproject.toml \
    -o requirements-dev.lock "$@"
# shellcheck disable=SC2086
"$uv" pip compile $options --custom-compile-command "make lock" pyproject.toml \
    -c requirements-dev.lock -o requirements.lock "$@"
