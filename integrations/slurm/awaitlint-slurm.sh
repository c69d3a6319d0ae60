#!/usr/bin/env bash
# awaitlint-slurm.sh SHARDS FOLDER [OPTION...]: `awaitlint check OPTION...` of the project in the working directory, by Slurm.
#
# Out: FOLDER/report.json and report.txt; the exit status of one run of all (docs/exit-status.md). An array job has a task per
# shard, a job that depends on it merges them, and this script waits for it. A shard whose result is in FOLDER is not run again:
# after a failure, the same command does what is missing. So FOLDER belongs to one state of the sources, for instance
# build/awaitlint-$(git rev-parse HEAD). Nodes see the project and FOLDER by the same names, and have awaitlint in PATH.
# What is Slurm's business is told to sbatch by its own variables (SBATCH_PARTITION, SBATCH_TIMELIMIT, SBATCH_ACCOUNT, ...).
set -euo pipefail

# Slurm runs a copy of this file for each task; what it is to do comes first.
shard_task() {
    local shards=$1 folder=$2 number=$SLURM_ARRAY_TASK_ID status=0
    shift 2
    awaitlint check --shard "$number/$shards" "$@" -q --output "json:$folder/shard-$number.json" >/dev/null || status=$?
    # Whether anything was found is the merge's to say; a report in its place is whole.
    if [ "$status" != 2 ] && [ -s "$folder/shard-$number.json" ]; then exit 0; fi
    exit "$status"
}

merge_task() {
    local shards=$1 folder=$2 number files=()
    shift 2
    for ((number = 1; number <= shards; ++number)); do files+=("$folder/shard-$number.json"); done
    awaitlint merge "${files[@]}" "$@" -q --output "json:$folder/report.json" >"$folder/report.txt"
}

submit() {
    if [ $# -lt 2 ] || [[ ! $1 =~ ^[1-9][0-9]*$ ]]; then
        echo "usage: $(basename "$0") SHARDS FOLDER [OPTION of awaitlint check]..." >&2
        exit 2
    fi
    local shards=$1 folder number missing=() after=() status=0
    mkdir -p "$2"
    folder=$(cd "$2" && pwd)
    shift 2
    for ((number = 1; number <= shards; ++number)); do
        [ -s "$folder/shard-$number.json" ] || missing+=("$number")
    done
    rm -f "$folder/report.json" "$folder/report.txt"
    if [ ${#missing[@]} -gt 0 ]; then
        local array job
        array=$(IFS=, && echo "${missing[*]}")
        job=$(sbatch --parsable --job-name=awaitlint --array="$array" --output="$folder/shard-%a.log" "$0" shard "$shards" "$folder" "$@")
        after=(--dependency="afterany:${job%%;*}")
    fi
    sbatch --wait --job-name=awaitlint-merge --output="$folder/merge.log" "${after[@]}" "$0" merge "$shards" "$folder" "$@" >&2 ||
        status=$?
    cat "$folder/merge.log" >&2
    # A merge that did not run, or was killed, has left no report.
    [ -s "$folder/report.json" ] || status=3
    exit "$status"
}

case ${1-} in
shard | merge)
    task=${1}_task
    shift
    "$task" "$@"
    ;;
*) submit "$@" ;;
esac
