/**
 * `selfcheck`: one C file with requests, expected answers and a comparer, for a board without an input channel. The
 * code is that of `conformance/c/selfcheck`, with the cases in the place of its "cases.h", compressed.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { Entry, ExportFile } from './entry.ts';
import { compress } from './lzma/compress.ts';
import { answerOf, besideEachOther, idBytes, requestOf, streamOf } from './selfcheck_stream.ts';

/** Bytes of the stream that a board keeps. */
const windowMax = 65_536;

/** What a build adds behind the generator state, or in place of outputs, takes less than this. */
const replyExtra = 512;

/** Bytes that the harness needs for a case in either direction. */
function frameBytes(entry: Entry): number {
  return Math.max(requestOf(entry).length, answerOf(entry).bytes.length + replyExtra);
}

function arrayText(name: string, bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 28) {
    lines.push(`    ${bytes.subarray(at, at + 28).join(', ')},\n`);
  }
  return `static const uint8_t ${name}[${bytes.length}] = {\n${lines.join('')}};\n`;
}

const leftLine = (line: string): string => ` *   ${line.replaceAll('*/', '* /')}\n`;

/** The smallest power of two that holds all, up to `windowMax`. */
function windowFor(bytes: number): number {
  let window = 1024;
  while (window < bytes && window < windowMax) window *= 2;
  return window;
}

/** "cases.h" and the bytes that the cases take. */
function casesOf(entries: readonly Entry[], leftOut: readonly string[], hasDigests: boolean) {
  const stream = streamOf(entries, hasDigests);
  const window = windowFor(stream.length);
  const packed = compress(stream, window);
  const left = leftOut.length === 0 ? '' : `/* Left out:\n${leftOut.map(leftLine).join('')} */\n`;
  const text = `${left}#define GV_CASES ${entries.length}u
#define GV_ID_BYTES ${idBytes(entries)}u
#define GV_FRAME_BYTES_NEEDED ${Math.max(...entries.map(frameBytes))}u
#define GV_WINDOW_BYTES ${window}u

${arrayText('gv_packed', packed)}`;
  return { text, bytes: packed.length };
}

function inlined(cases: string): string {
  const read = (name: string): string =>
    readFileSync(join(sourceRoot, 'selfcheck', `${name}.h`), 'utf8');
  const text = readFileSync(join(sourceRoot, 'selfcheck', 'selfcheck.c'), 'utf8');
  return text.replace(/^#include "(cases|lzma|feed|compare|report)\.h"\n/gm, (_, name: string) =>
    name === 'cases' ? cases : read(name),
  );
}

export interface SelfcheckOptions {
  /** of a request or a reply; cases beyond are left out */
  readonly frameBytesMax?: number;
  /** digests in the place of long tensors of an answer */
  readonly hasDigests?: boolean;
}

/**
 * The self-check of entries. Cases that overflow and have no canonical answer are left out, and those whose frames
 * are too long for the board. Errors: selection-empty where nothing is left.
 */
export function selfcheckFiles(
  entries: readonly Entry[],
  { frameBytesMax = Number.POSITIVE_INFINITY, hasDigests = false }: SelfcheckOptions = {},
): ExportFile[] {
  const usable = entries.filter((e) => e.expected.status !== 'overflow' || e.canonical);
  const kept = besideEachOther(usable.filter((entry) => frameBytes(entry) <= frameBytesMax));
  if (kept.length === 0) {
    const hint = 'choose other cases, or raise --max-frame-bytes';
    throw new GoldError('selection-empty', 'no case is left for the self-check', { hint });
  }
  const isKept = new Set(kept);
  const isUsable = new Set(usable);
  const leftOut = entries
    .filter((entry) => !isKept.has(entry))
    .map((entry) => {
      const why = isUsable.has(entry) ? 'too large' : 'overflows, and has no canonical answer';
      return `${entry.title}: ${why}`;
    });
  const { text, bytes } = casesOf(kept, leftOut, hasDigests);
  const left = leftOut.length === 0 ? '' : `, ${leftOut.length} left out`;
  const summary = `${kept.length} cases in ${bytes} bytes${left}`;
  return [{ path: 'goldvec_selfcheck.c', content: inlined(text), summary }];
}
