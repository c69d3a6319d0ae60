#!/usr/bin/env bash
# awaitlint-parallel.sh SHARDS FOLDER COPY... [-- OPTION...]: `awaitlint check OPTION...` by GNU parallel, one shard at a time in
# each COPY of the project.
#
# Copies are folders with the same sources and a database of their own; the first one is where the shards are merged. Out:
# FOLDER/report.json and report.txt; the exit status of one run of all (docs/exit-status.md). A shard whose result is in FOLDER
# is not run again: after a failure, the same command does what is missing. So FOLDER belongs to one state of the sources.
set -euo pipefail

usage() {
    echo "usage: $(basename "$0") SHARDS FOLDER COPY... [-- OPTION of awaitlint check]..." >&2
    exit 2
}

# SLOT NUMBER: in the copy of that slot.
run_shard() {
    local slot=$1 number=$2 status=0
    local -a copies options
    mapfile -t copies <<<"$AWAITLINT_COPIES"
    mapfile -t options < <(printf '%s' "$AWAITLINT_OPTIONS")
    cd "${copies[slot - 1]}" || exit 2
    awaitlint check --shard "$number/$AWAITLINT_SHARDS" "${options[@]}" -q --output "json:$AWAITLINT_FOLDER/shard-$number.json" \
        >/dev/null 2>"$AWAITLINT_FOLDER/shard-$number.log" || status=$?
    # Whether anything was found is the merge's to say.
    [ "$status" = 2 ] || [ ! -s "$AWAITLINT_FOLDER/shard-$number.json" ] || exit 0
    exit "$status"
}

if [ $# -lt 3 ] || [[ ! $1 =~ ^[1-9][0-9]*$ ]]; then usage; fi
AWAITLINT_SHARDS=$1
mkdir -p "$2"
AWAITLINT_FOLDER=$(cd "$2" && pwd)
shift 2
copies=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    copies+=("$(cd "$1" && pwd)")
    shift
done
[ ${#copies[@]} -gt 0 ] || usage
[ $# = 0 ] || shift
AWAITLINT_COPIES=$(printf '%s\n' "${copies[@]}")
AWAITLINT_OPTIONS=
[ $# = 0 ] || AWAITLINT_OPTIONS=$(printf '%s\n' "$@")
export AWAITLINT_SHARDS AWAITLINT_FOLDER AWAITLINT_COPIES AWAITLINT_OPTIONS
export -f run_shard

missing=() files=()
for ((number = 1; number <= AWAITLINT_SHARDS; ++number)); do
    files+=("$AWAITLINT_FOLDER/shard-$number.json")
    [ -s "${files[-1]}" ] || missing+=("$number")
done
rm -f "$AWAITLINT_FOLDER/report.json" "$AWAITLINT_FOLDER/report.txt"
# What fails is told by the merge, by name.
[ ${#missing[@]} = 0 ] || SHELL=/bin/bash parallel --will-cite --jobs ${#copies[@]} run_shard '{%}' '{}' ::: "${missing[@]}" || true
cd "${copies[0]}"
awaitlint merge "${files[@]}" "$@" -q --output "json:$AWAITLINT_FOLDER/report.json" >"$AWAITLINT_FOLDER/report.txt"
