/** Worker thread of `goldvec mutate`: takes an op under some of its contracts, answers with their records. */

import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { matrixWithCache } from '../../../goldgen/mutation/cache.ts';
import { escapes, type KillMemory } from '../../../goldgen/mutation/kill.ts';
import { fileRecord } from '../../../goldgen/mutation/record.ts';
import { hashedMutants, textHash } from '../../../goldgen/mutation/sources.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { mutants, sentinel } from '../../../reference/mutants/index.ts';
import { readBytes } from '../../../schema/format/file_bytes.ts';
import { parseVectors } from '../../../schema/format/vector_folder.ts';
import { root, vectorsDir } from '../paths.ts';
import { serveJobs } from '../pool.ts';
import { readCache, writeCache } from './cache_file.ts';
import type { Job, JobAnswer, UnitAnswer, UnitMatrix } from './job.ts';
import { mutantsOfShard } from './parts.ts';

const { useCache } = (workerData as { extra: { useCache: boolean } }).extra;

const hashed = hashedMutants(root);
const byId = new Map(mutants.map((m) => [m.id, m]));

serveJobs(({ units, shard, known = [] }: Job): JobAnswer => {
  const { path, op: name } = units[0]!;
  const { files } = parseVectors(readBytes(join(vectorsDir, path), path), path);
  const op = findOp(name);
  if (op === undefined) throw new Error(`there is no op "${name}"`);
  const catalogue = mutantsOfShard(name, hashed, shard);
  const memory: KillMemory = new Map();
  const answers: UnitAnswer[] = [];
  const matrices: UnitMatrix[] = [];
  for (const unit of units) {
    const file = files.find(({ contract }) => contract === unit.contract)!;
    const base = textHash(unit.vectors, unit.base);
    const found = known.find(({ contract }) => contract === unit.contract)?.cache;
    const before = found ?? (useCache ? readCache(unit) : undefined);
    const { matrix, cache } = matrixWithCache(op, file, base, catalogue, before, memory);
    if (shard !== undefined) {
      matrices.push({ op: name, contract: unit.contract, cache });
      continue;
    }
    writeCache({ op: name, contract: unit.contract, cache });
    answers.push({
      record: fileRecord(file, unit.stamp, matrix, (id) => byId.get(id)!),
      escaped: escapes(op, file, sentinel),
    });
  }
  return { answers, matrices };
});
