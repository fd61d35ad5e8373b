#!/bin/sh
# All checks that are not tests; runs every one and names those that failed.
set -u
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
failed=

step() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        echo "$output" | tail -n 60
        failed="$failed, $name"
    fi
}

templates() { find templates -name '*.html' "$@"; }

indentation() { templates -print0 | xargs -0 "$bin/djhtml" --check --tabwidth 2; }
template_lint() { "$bin/djlint" templates --lint --quiet; }
migrations() { DJANGO_SETTINGS_MODULE=cms.settings.test "$bin/python" manage.py makemigrations --check --dry-run; }
production() {
    # Throw-away values: the check is about the settings, not about a town.
    folder=$(mktemp -d) || return
    DJANGO_SETTINGS_MODULE=cms.settings.test "$bin/python" manage.py signing_key --to "$folder/key.pem" &&
        DJANGO_SETTINGS_MODULE=cms.settings.production \
            SECRET_KEY="$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
            ALLOWED_HOSTS=veche.example BASE_URL=https://veche.example VOTE_SIGNING_KEY_FILE="$folder/key.pem" \
            "$bin/python" manage.py check --deploy --fail-level WARNING
    result=$?
    rm -r "$folder"
    return $result
}

step "ruff check" "$bin/ruff" check .
step "ruff format" "$bin/ruff" format --check .
step "template indentation" indentation
step "template lint" template_lint
step "untranslated strings" "$bin/python" scripts/messages.py missing
step "missing migrations" migrations
step "production settings" production
step "import order and house rules" "$bin/python" -m pytest -q tests/test_architecture.py tests/test_house.py

if [ -n "$failed" ]; then
    echo "Failed: ${failed#, }" >&2
    exit 1
fi
