/**
 * `selfcheck`: one C file with requests, expected answers and a comparer, for a board without an input channel. The
 * code is that of `conformance/c/selfcheck`, with the cases in the place of its "cases.h".
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { overflowKinds, type WireTensor } from '../../schema/format/types.ts';
import type { Entry, ExportFile } from './entry.ts';
import { newPieceWriter, type PieceWriter } from './pieces.ts';

/** GV_OVERFLOWS of the C side */
const overflows = 0x40;
const whenCodes = { never: 0, always: 1, order_dependent: 2 } as const;
const seq = 1;

function requestOf({ contract, op, call }: Entry): Uint8Array {
  const { params, inputs, targets, rng } = call;
  return encode({ verb: 'run', seq, contract, op, params, inputs, targets, rng });
}

/** Fields and their order are those of the harness's replies. */
function replyTensor(t: WireTensor): WireTensor {
  const { dtype, shape, order, scale_bits, zero_point, bits, rounding, data } = t;
  const fields = { dtype, shape, order, scale_bits, zero_point, bits, rounding, data };
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as unknown as WireTensor;
}

/** A reply up to the generator state, without the header of its map, which counts what a build adds behind. */
function expectedOf({ call, expected, canonical }: Entry): Uint8Array {
  if (expected.status === 'refused') {
    return encode({ verb: 'run', seq, status: 'refused' }).subarray(1);
  }
  const { outputs = {}, rng } = expected.status === 'overflow' ? canonical! : expected;
  const ordered: Record<string, WireTensor> = {};
  for (const name of [...Object.keys(call.inputs), ...Object.keys(call.targets)]) {
    const tensor = outputs[name];
    if (tensor !== undefined) ordered[name] = replyTensor(tensor);
  }
  return encode({ verb: 'run', seq, status: 'ok', outputs: ordered, rng }).subarray(1);
}

function flagsOf({ expected }: Entry): number {
  const codes = overflowKinds.map((kind, i) => whenCodes[expected.overflow[kind].when] << (2 * i));
  const first = expected.status === 'overflow' ? overflows : 0;
  return codes.reduce((flags, code) => flags | code, first);
}

const utf8 = new TextEncoder();

/** Bytes that each entry adds, in order. */
function addAll(writer: PieceWriter, entries: readonly Entry[]): number[] {
  return entries.map((entry) => {
    const before = writer.size();
    writer.addByte(flagsOf(entry));
    for (const bytes of [utf8.encode(entry.title), requestOf(entry), expectedOf(entry)]) {
      writer.add(bytes);
    }
    return writer.size() - before;
  });
}

interface Packed {
  readonly writer: PieceWriter;
  readonly kept: readonly Entry[];
  /** what there is no room for */
  readonly dropped: readonly Entry[];
}

/** Drops the entries that take most, until the rest fits. */
function pack(entries: readonly Entry[], bytesMax: number): Packed {
  const dropped: Entry[] = [];
  let kept = entries;
  for (;;) {
    const writer = newPieceWriter();
    const sizes = addAll(writer, kept);
    let excess = writer.size() - bytesMax;
    if (excess <= 0) return { writer, kept, dropped };
    const bySize = kept.map((entry, i) => ({ entry, size: sizes[i]! }));
    bySize.sort((a, b) => b.size - a.size);
    const gone = new Set<Entry>();
    for (const { entry, size } of bySize) {
      if (excess <= 0) break;
      gone.add(entry);
      dropped.push(entry);
      excess -= size;
    }
    kept = kept.filter((entry) => !gone.has(entry));
  }
}

function arrayText(name: string, bytes: readonly number[]): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 28) {
    lines.push(`    ${bytes.slice(at, at + 28).join(', ')},\n`);
  }
  return `static const uint8_t ${name}[${bytes.length}] = {\n${lines.join('')}};\n`;
}

function casesText({ writer, kept }: Packed, leftOut: readonly string[]): string {
  const frameBytes = Math.max(...kept.map((e) => Math.max(requestOf(e).length, replyRoom(e))));
  const left = leftOut.length === 0 ? '' : `/* Left out:\n${leftOut.map(leftLine).join('')} */\n`;
  return `${left}#define GV_CASES ${kept.length}u
#define GV_FRAME_BYTES_NEEDED ${frameBytes}u

${arrayText('gv_plan', writer.plan)}
${arrayText('gv_texts', writer.text)}`;
}

const leftLine = (line: string): string => ` *   ${line.replaceAll('*/', '* /')}\n`;

/** What a build adds behind the generator state, or in place of outputs, takes less than this. */
function replyRoom(entry: Entry): number {
  return expectedOf(entry).length + 512;
}

function inlined(cases: string): string {
  const read = (name: string): string =>
    readFileSync(join(sourceRoot, 'selfcheck', `${name}.h`), 'utf8');
  const text = readFileSync(join(sourceRoot, 'selfcheck', 'selfcheck.c'), 'utf8');
  return text.replace(/^#include "(cases|feed|report)\.h"\n/gm, (_, name: string) =>
    name === 'cases' ? cases : read(name),
  );
}

/** A file of what was packed; `leftOut` are lines about the cases that no file holds. */
function fileOf(packed: Packed, path: string, leftOut: readonly string[]): ExportFile {
  const bytes = packed.writer.size();
  const left = leftOut.length === 0 ? '' : `, ${leftOut.length} left out`;
  const summary = `${packed.kept.length} cases in ${bytes} bytes${left}`;
  return { path, content: inlined(casesText(packed, leftOut)), summary };
}

/** As many parts as it takes; what is left is too large for any. */
function partsOf(entries: readonly Entry[], bytesMax: number): Packed[] {
  const parts: Packed[] = [];
  for (let rest = entries; rest.length > 0; ) {
    const packed = pack(rest, bytesMax);
    if (packed.kept.length === 0) break;
    parts.push(packed);
    rest = packed.dropped;
  }
  return parts;
}

export interface SelfcheckRoom {
  /** bytes of cases in one file */
  readonly bytesMax?: number;
  /** further files for what one has no room for, instead of leaving it out */
  readonly isSplit?: boolean;
}

/**
 * The self-check of entries. Cases that overflow and have no canonical answer are left out, and those that take most
 * where there is no room for all. Errors: selection-empty where nothing is left.
 */
export function selfcheckFiles(
  entries: readonly Entry[],
  { bytesMax = Number.POSITIVE_INFINITY, isSplit = false }: SelfcheckRoom = {},
): ExportFile[] {
  const usable = entries.filter((e) => e.expected.status !== 'overflow' || e.canonical);
  const all = partsOf(usable, bytesMax);
  const parts = isSplit ? all : all.slice(0, 1);
  if (parts.length === 0) {
    const hint = 'choose other cases, or raise --max-bytes';
    throw new GoldError('selection-empty', 'no case is left for the self-check', { hint });
  }
  const unknown = entries.filter((e) => !usable.includes(e));
  const leftOut = [
    ...unknown.map(({ title }) => `${title}: overflows, and has no canonical answer`),
    ...parts.at(-1)!.dropped.map(({ title }) => `${title}: too large`),
  ];
  return parts.map((packed, i) => {
    const name = parts.length === 1 ? '' : `_${i + 1}`;
    const isLast = i === parts.length - 1;
    return fileOf(packed, `goldvec_selfcheck${name}.c`, isLast ? leftOut : []);
  });
}
