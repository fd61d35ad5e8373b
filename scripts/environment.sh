#!/bin/sh
# The virtual environment: environment.sh [test]. Does nothing when it is already as the requirements say.
set -eu
cd "$(dirname "$0")/.."
VENV=.venv
UV_VERSION=0.13.9

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if usable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ] && ! usable $VENV/bin/python; then
    echo "Veche needs Python 3.11 or newer, and none was found." >&2
    echo "Debian or Ubuntu: apt install python3 python3-venv; elsewhere: https://www.python.org/downloads/" >&2
    echo "If it is installed under another name: make PYTHON=/path/to/python3.12 demo" >&2
    exit 1
fi

fingerprint() { "${python:-$VENV/bin/python}" - "$@" <<'PY'
import hashlib, pathlib, sys

print(sys.version_info[:2], hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest())
PY
}

# Once the tests' packages are here they stay: otherwise `make demo` and `make test` would undo each other.
files="requirements.txt"
stamp="$VENV/.requirements"
if [ "${1:-}" = test ] || [ -e "$VENV/.requirements-test" ]; then
    files="requirements.txt requirements-test.txt"
    stamp="$VENV/.requirements-test"
fi
wanted=$(fingerprint $files)
if usable $VENV/bin/python && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

if ! usable $VENV/bin/python; then
    echo "Making the virtual environment in $VENV"
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        echo "This Python cannot make virtual environments: the module ensurepip is missing." >&2
        echo "Debian or Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    "$python" -m venv --clear $VENV
fi

echo "Installing $files"
rm -f $VENV/.requirements $VENV/.requirements-test
export PIP_DISABLE_PIP_VERSION_CHECK=1
# uv does not read pip's configuration; a mirror set there must serve it too.
mirror=$($VENV/bin/python -m pip config get global.index-url 2>/dev/null || true)
if [ -z "${UV_DEFAULT_INDEX:-}" ] && [ -n "${PIP_INDEX_URL:-$mirror}" ]; then
    export UV_DEFAULT_INDEX="${PIP_INDEX_URL:-$mirror}"
fi
if $VENV/bin/python -m pip install -q "uv==$UV_VERSION" &&
    VIRTUAL_ENV="$PWD/$VENV" $VENV/bin/uv pip sync -q --require-hashes $files; then
    :
else
    echo "uv could not do it; installing by pip, which takes a few minutes"
    arguments=
    for file in $files; do arguments="$arguments -r $file"; done
    $VENV/bin/python -m pip install -q --require-hashes $arguments
fi
echo "$wanted" >"$stamp"
