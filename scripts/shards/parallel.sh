#!/bin/sh
# The shards of a piece of work by GNU parallel, on this machine or over hosts that share the folder.
#   parallel.sh <n> <folder> run|mutate|train|fuzz <words of goldvec ...>
# HOSTS is what --sshlogin takes, such as "4/alpha,8/beta"; this machine where it is not set.
set -u
n=$1 folder=$2
shift 2
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
# a shard that finds something ends with 1: joining them tells
seq "$n" | parallel --quote --sshlogin "${HOSTS:-:}" --workdir "$PWD" --env GOLDVEC \
  --joblog "$folder/jobs.tsv" sh "$here/shard.sh" {} "$n" "$folder" "$@"
