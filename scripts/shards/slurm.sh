#!/bin/sh
#SBATCH --job-name=goldvec
#SBATCH --array=1-4
#SBATCH --cpus-per-task=1
# The shards of a piece of work as an array of Slurm, one task each; --array of the command line says how many.
#   sbatch --array=1-16 slurm.sh <folder on the shared file system> run|mutate|train|fuzz <words of goldvec ...>
set -u
folder=$1
shift
# Slurm runs a copy of this file
here=${GOLDVEC_SHARDS:-$SLURM_SUBMIT_DIR/scripts/shards}
exec sh "$here/shard.sh" "$SLURM_ARRAY_TASK_ID" "$SLURM_ARRAY_TASK_COUNT" "$folder" "$@"
