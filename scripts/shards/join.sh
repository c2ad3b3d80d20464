#!/bin/sh
# Puts the shards of a piece of work together.
#   join.sh <folder> run|mutate|train|fuzz <words of goldvec ...>
# The words are those of the shards; for run they are those of `goldvec report`.
set -u
folder=$1 work=$2
shift 2
goldvec=${GOLDVEC:-npx goldvec}
case $work in
  run) exec $goldvec report "$folder"/*.jsonl "$@" ;;
  mutate) exec $goldvec mutate --from "$folder"/*.json "$@" ;;
  train) exec $goldvec train "$@" --out "$folder/whole" --from "$folder"/*/sweep.json ;;
  # each failure is a file, and none is in two shards
  fuzz) find "$folder" -name '*.json' | sort ;;
  *)
    echo "join.sh: expected run, mutate, train or fuzz, got \"$work\"" >&2
    exit 2
    ;;
esac
