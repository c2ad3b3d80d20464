/**
 * `npz`: one archive for each op, read by `numpy.load`. The array of a tensor is `<entry>.<place>.<tensor>`, where
 * the place is `in` or `out`; its record stands beside it, as in `….scale`. `index.json` says the rest.
 */

import { zipSync } from 'fflate';
import { toJson } from '../../schema/format/json.ts';
import type { WireTarget, WireTensor } from '../../schema/format/types.ts';
import { byOp, type Entry, type ExportFile } from './entry.ts';
import { npyOfTensor, npyWord } from './npy.ts';

type Arrays = Map<string, Uint8Array>;

function addRecord(arrays: Arrays, key: string, t: WireTarget): void {
  if (t.scale_bits !== undefined) arrays.set(`${key}.scale`, npyWord('<f4', t.scale_bits));
  if (t.zero_point !== undefined) arrays.set(`${key}.zero_point`, npyWord('<i4', t.zero_point));
  if (t.bits !== undefined) arrays.set(`${key}.bits`, npyWord('<i4', t.bits));
}

function addTensor(arrays: Arrays, key: string, t: WireTensor): void {
  arrays.set(key, npyOfTensor(t));
  addRecord(arrays, key, t);
}

function addEntry(arrays: Arrays, { name, call, expected }: Entry): void {
  for (const [tensor, t] of Object.entries(call.inputs))
    addTensor(arrays, `${name}.in.${tensor}`, t);
  for (const [tensor, t] of Object.entries(call.targets)) {
    addRecord(arrays, `${name}.target.${tensor}`, t);
  }
  for (const [tensor, t] of Object.entries(expected.outputs ?? {})) {
    addTensor(arrays, `${name}.out.${tensor}`, t);
  }
  arrays.set(`${name}.rng`, npyWord('<u4', call.rng));
  if (expected.rng !== undefined) arrays.set(`${name}.rng_after`, npyWord('<u4', expected.rng));
}

/** The same bytes on every machine: one date, read in local time as it is written. */
const fixed = { level: 6, mtime: new Date(1980, 0, 1) } as const;

function archiveOf(entries: readonly Entry[]): Uint8Array {
  const arrays: Arrays = new Map();
  for (const entry of entries) addEntry(arrays, entry);
  const files = [...arrays].map(([key, bytes]) => [`${key}.npy`, bytes] as const);
  return zipSync(Object.fromEntries(files), fixed);
}

function indexOf({ name, title, op, contract, clause, notes, call, expected }: Entry): unknown {
  const { status, refusal, overflow } = expected;
  const about = { name, title, op, contract, clause, notes, params: toJson(call.params), status };
  return { ...about, ...(refusal === undefined ? {} : { refusal }), overflow };
}

export function npzFiles(entries: readonly Entry[]): ExportFile[] {
  const archives = [...byOp(entries)].map(([op, group]) => ({
    path: `${op}.npz`,
    content: archiveOf(group),
  }));
  const lines = entries.map((entry) => `  ${JSON.stringify(indexOf(entry))}`);
  return [...archives, { path: 'index.json', content: `[\n${lines.join(',\n')}\n]\n` }];
}
