#!/bin/sh
# One shard of a piece of work, whatever engine starts it.
#   shard.sh <i> <n> <folder> run|mutate|train|fuzz <words of goldvec ...>
# What the shard finds goes to the folder, under its number; join.sh puts the shards together.
set -u
i=$1 n=$2 folder=$3 work=$4
shift 4
mkdir -p "$folder"
case $work in
  run) set -- "$@" --quiet --reporter "json=$folder/$i.jsonl" ;;
  mutate) set -- "$@" --part "$folder/$i.json" ;;
  train) set -- "$@" --quiet --out "$folder/$i" --resume ;;
  fuzz) set -- "$@" --quiet --out "$folder/$i" ;;
  *)
    echo "shard.sh: expected run, mutate, train or fuzz, got \"$work\"" >&2
    exit 2
    ;;
esac
# a name for the command, such as a path on the hosts
exec ${GOLDVEC:-npx goldvec} "$work" "$@" --shard "$i/$n"
