#!/bin/sh
# Sets up .venv from a lock file, with nothing but Python 3.11+ and a package index.
# uv does the work; where it is missing it is taken from the same index into .uv/.
set -eu
lock=$1
python=${PYTHON:-python3}

fail() {
    echo "$1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "python3 is missing: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed, this is $("$python" --version): install it, or name it: make PYTHON=python3.12 …"

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        uv=uv
    elif [ -x .uv/bin/uv ]; then
        uv=.uv/bin/uv
    elif "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        echo "Fetching uv …"
        "$python" -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv
        uv=.uv/bin/uv
    elif "$python" -m pip --version >/dev/null 2>&1; then
        echo "Fetching uv …"
        "$python" -m pip install --quiet --disable-pip-version-check --target .uv uv
        uv=.uv/bin/uv
    else
        fail "Python's venv and pip are both missing: apt-get install python3-venv (or python3-pip), then run this again"
    fi
    [ "$uv" = uv ] || [ -x "$uv" ] || fail "uv could not be fetched from the package index: check the network, then run this again"
}

# uv does not read pip's settings: hand them on, so that a mirror configured for pip is used here too.
borrow_from_pip() {
    index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX="$index"
    fi
    if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then
        export SSL_CERT_FILE="$PIP_CERT"
    fi
    export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"
}

find_uv
borrow_from_pip
export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE="${UV_LINK_MODE:-copy}" VIRTUAL_ENV="$PWD/.venv"
[ -x .venv/bin/python ] || "$uv" venv --quiet --python "$python" .venv
echo "Installing from $lock …"
"$uv" pip install --quiet --compile-bytecode --require-hashes -r "$lock"
"$uv" pip install --quiet --no-deps --no-build-isolation -e .
# Compiled once here, so that a start need not, whoever it is that starts: some may not write beside the code.
.venv/bin/python -m compileall -q bot handlers services storage templates simulator
