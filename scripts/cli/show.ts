/** One case as text for people: parameters, tensors in decimal, hexadecimal and real value, expectation. */

import {
  floatText,
  hex,
  integerOf,
  multiIndex,
  patternAt,
  realOf,
} from '../../conformance/core/elements.ts';
import {
  countOfShape,
  elementBitsOf,
  float32OfBits,
  float64OfBytes,
} from '../../schema/format/tensor.ts';
import type {
  VectorFile,
  WireCase,
  WireParam,
  WireTarget,
  WireTensor,
} from '../../schema/format/types.ts';
import { columns } from './print.ts';

/** Elements of a tensor that are printed unless all are asked for. */
export const elementsShown = 16;

function recordText(t: WireTarget): string {
  const parts = [`${t.dtype} [${t.shape.join(', ')}]`];
  if (t.order !== undefined) parts.push(`order [${t.order.join(', ')}]`);
  if (t.scale_bits !== undefined) {
    parts.push(`scale ${floatText(t.scale_bits)} (${hex(t.scale_bits, 32)})`);
  }
  if (t.zero_point !== undefined) parts.push(`zero point ${t.zero_point}`);
  if (t.bits !== undefined) parts.push(`${t.bits} bit`, t.rounding ?? '');
  return parts.join(', ');
}

function elementRow(t: WireTensor, k: number): string[] {
  const pattern = patternAt(t, k);
  const text = t.dtype === 'FLOAT32' ? floatText(pattern) : String(integerOf(t, pattern));
  const real = realOf(t, pattern);
  const at = `[${multiIndex(t.shape, k).join(', ')}]`;
  return [at, text, hex(pattern, elementBitsOf(t)), ...(real === undefined ? [] : [`= ${real}`])];
}

function tensorLines(name: string, t: WireTensor, limit: number): string[] {
  const count = countOfShape(t.shape);
  const shown = Math.min(count, limit);
  const rows = Array.from({ length: shown }, (_, k) => elementRow(t, k));
  const rest = count > shown ? [`      … ${count - shown} more (--all)`] : [];
  return [`  ${name}: ${recordText(t)}`, ...columns(rows).map((line) => `      ${line}`), ...rest];
}

function paramText(value: WireParam): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) {
    return `${float64OfBytes(value)} (f64 0x${Buffer.from(value).reverse().toString('hex')})`;
  }
  const asFloat = value >= 0x00800000 ? `, as float32 ${float32OfBits(value)}` : '';
  return `${value} (${hex(value, 32)}${asFloat})`;
}

function expectedLines(c: WireCase, limit: number): string[] {
  const { status, refusal, outputs, rng, overflow } = c.expected;
  const lines = [`expected: ${status}${refusal === undefined ? '' : ` (${refusal})`}`];
  for (const [name, t] of Object.entries(outputs ?? {})) lines.push(...tensorLines(name, t, limit));
  if (rng !== undefined) lines.push(`  generator state after: ${rng}`);
  for (const [kind, { when, count }] of Object.entries(overflow)) {
    if (when === 'never') continue;
    lines.push(`  ${kind} overflow: ${when}, ${count} in canonical order`);
  }
  return lines;
}

/** The lines of a case with its sensitivity marks; at most `limit` elements of each tensor. */
export function caseText(
  file: VectorFile,
  c: WireCase,
  marks: readonly string[],
  limit: number,
): string[] {
  const lines = [
    `${file.contract}/${c.id}`,
    `clause ${file.clause}, op version ${file.op_version}`,
  ];
  for (const flag of c.flags) {
    const note = file.notes[flag]!;
    lines.push(`flag ${flag} (${note.clause}): made to catch: ${note.bug}; effect: ${note.effect}`);
  }
  if (marks.length > 0) lines.push(`another arithmetic changes its answer: ${marks.join(', ')}`);
  lines.push('', 'call:');
  for (const [name, value] of Object.entries(c.params)) {
    lines.push(`  parameter ${name} = ${paramText(value)}`);
  }
  for (const [name, t] of Object.entries(c.inputs)) lines.push(...tensorLines(name, t, limit));
  for (const [name, t] of Object.entries(c.targets)) {
    lines.push(`  ${name}: to be written, ${recordText(t)}`);
  }
  lines.push(`  generator state before: ${c.rng}`, '', ...expectedLines(c, limit));
  return lines;
}

/** Bytes as `offset  16 hexadecimal bytes  ASCII`. */
export function hexDump(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const digits = row.map((b) => b.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${digits.padEnd(47)}  ${text}`);
  }
  return lines;
}
