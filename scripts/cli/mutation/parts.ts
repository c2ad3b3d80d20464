/** Parts of a kill map that machines work on apart: which mutants a part takes, and what it leaves in a file. */

import { readFileSync } from 'node:fs';
import { type Shard, takeShard } from '../../../conformance/core/select.ts';
import type { CachedMatrix } from '../../../goldgen/mutation/cache.ts';
import type { HashedMutant } from '../../../goldgen/mutation/sources.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { UnitMatrix } from './job.ts';

/** What a part has found, as it stands in a file. */
interface Part {
  readonly format: 1;
  readonly shard: string;
  readonly units: readonly UnitMatrix[];
}

/** The mutants of one part on an op; together the parts have each of them once. */
export function mutantsOfShard(
  op: string,
  catalogue: readonly HashedMutant[],
  shard: Shard | undefined,
): readonly HashedMutant[] {
  return takeShard(catalogue, shard, ({ mutant }) => `${op}/${mutant.id}`);
}

/** A part as the text of a file. */
export function partText(shard: string, units: readonly UnitMatrix[]): string {
  const lines = units.map((unit) => JSON.stringify(unit));
  return `{"format":1,"shard":"${shard}","units":[\n${lines.join(',\n')}\n]}\n`;
}

function readPart(path: string): Part {
  let part: Part;
  try {
    part = JSON.parse(readFileSync(path, 'utf8')) as Part;
  } catch (cause) {
    throw new GoldError('file-unreadable', 'the part cannot be read', { path, cause });
  }
  if (part.format === 1 && Array.isArray(part.units)) return part;
  const hint = 'expected what `goldvec mutate --shard i/n --part <file>` writes';
  throw new GoldError('file-unreadable', 'not a part of a kill map', { path, hint });
}

/** Two matrices of the same op and contract as one; of another state of the sources the later one. */
function joined(before: CachedMatrix | undefined, found: CachedMatrix): CachedMatrix {
  if (before === undefined || before.base !== found.base) return found;
  return { base: found.base, mutants: { ...before.mutants, ...found.mutants } };
}

/** Matrices of parts, and what else is known, by `<contract>/<op>`. */
export function joinedMatrices(
  matrices: readonly UnitMatrix[],
  known: (unit: UnitMatrix) => CachedMatrix | undefined = () => undefined,
): ReadonlyMap<string, UnitMatrix> {
  const units = new Map<string, UnitMatrix>();
  for (const unit of matrices) {
    const name = `${unit.contract}/${unit.op}`;
    const before = units.get(name)?.cache ?? known(unit);
    units.set(name, { ...unit, cache: joined(before, unit.cache) });
  }
  return units;
}

/** What the files of parts and this checkout have found. Errors: file-unreadable. */
export function joinedParts(
  paths: readonly string[],
  known: (unit: UnitMatrix) => CachedMatrix | undefined,
): ReadonlyMap<string, UnitMatrix> {
  return joinedMatrices(
    paths.flatMap((path) => readPart(path).units),
    known,
  );
}
