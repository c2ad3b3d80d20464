/** One case of a vector folder, by its identity. */

import { source } from '../../goldgen/build.ts';
import { findOp } from '../../goldgen/registry.ts';
import { defaultContractId } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { readLargeFile } from '../../schema/format/large_file.ts';
import { entriesOf, readManifest } from '../../schema/format/manifest.ts';
import { singleFormat, type VectorFile, type WireCase } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { largeVector } from '../large/large_tests.ts';
import { contractNamed } from './select.ts';

/** The case of an identity `[<contract>/]<op>/<set>/<n>`; without a contract, the newest that has it. Errors: case-unknown. */
export function findCase(
  identity: string,
  contract: string | undefined,
  dir: string,
): { file: VectorFile; found: WireCase } {
  const parts = identity.split('/');
  const named = parts.length === 4 ? parts.shift() : contract;
  const id = parts.join('/');
  const wanted = named === undefined ? undefined : contractNamed(named);
  const large = largeShown(id, wanted, dir);
  if (large !== undefined) return large;
  const entries = entriesOf(readManifest(dir));
  const newestFirst = entries.filter((f) => f.op === parts[0]).reverse();
  for (const entry of newestFirst) {
    if (wanted !== undefined && entry.contract !== wanted) continue;
    const [file] = readVectors(dir, (f) => f.op === entry.op && f.contract === entry.contract);
    const found = file?.cases.find((c) => c.id === id);
    if (file !== undefined && found !== undefined) return { file, found };
  }
  const message = `there is no case "${id}"${wanted === undefined ? '' : ` under ${wanted}`}`;
  const hint = `see \`goldvec list cases\`; a case is <op>/<set>/<n>, or ${defaultContractId}/<op>/<set>/<n>`;
  throw new GoldError('case-unknown', message, { hint });
}

/** A large case. */
function largeShown(id: string, contract: string | undefined, dir: string) {
  const { cases = [], notes = {} } = readLargeFile(dir) ?? {};
  const entry = cases.find((e) => e.id.endsWith(`/${id}`) && e.id.startsWith(contract ?? ''));
  if (entry === undefined) return undefined;
  const found = largeVector(entry);
  const [of, name] = entry.id.split('/') as [string, string];
  const { clause, version } = findOp(name)!;
  const head = { format: singleFormat, contract: of, op: name, op_version: version, clause };
  const file: VectorFile = { ...head, source, notes, compare: {}, cases: [found] };
  return { file, found };
}
