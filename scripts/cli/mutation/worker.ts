/** Worker thread of `goldvec mutate`: takes an op and a contract, answers with their record. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type CachedMatrix, matrixWithCache } from '../../../goldgen/mutation/cache.ts';
import { escapes } from '../../../goldgen/mutation/kill.ts';
import { fileRecord } from '../../../goldgen/mutation/record.ts';
import { hashedMutants, textHash } from '../../../goldgen/mutation/sources.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { mutants, sentinel } from '../../../reference/mutants/index.ts';
import { readBytes } from '../../../schema/format/file_bytes.ts';
import { parseVectors } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { root, vectorsDir } from '../paths.ts';
import type { Job, JobAnswer } from './pool.ts';

const { useCache } = (workerData as { extra: { useCache: boolean } }).extra;

const hashed = hashedMutants(root);
const byId = new Map(mutants.map((m) => [m.id, m]));

function readCache(path: string): CachedMatrix | undefined {
  if (!useCache || !existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')) as CachedMatrix;
}

function run(job: Job): JobAnswer {
  const { files } = parseVectors(readBytes(join(vectorsDir, job.path), job.path), job.path);
  const file = files.find(({ contract }) => contract === job.contract)!;
  const op = findOp(job.op);
  if (op === undefined) throw new Error(`there is no op "${job.op}"`);
  const cachePath = join(root, '.build/mutation', job.contract, `${job.op}.json`);
  const base = textHash(job.vectors, job.base);
  const { matrix, cache } = matrixWithCache(op, file, base, hashed, readCache(cachePath));
  replaceFile(cachePath, JSON.stringify(cache));
  return {
    record: fileRecord(file, job.stamp, matrix, (id) => byId.get(id)!),
    escaped: escapes(op, file, sentinel),
  };
}

parentPort!.on('message', (job: Job) => parentPort!.postMessage(run(job)));
