/**
 * `c-header`: one header for each op, and `goldvec_all.h`, which includes them. Integers are arrays of int32_t, floats
 * arrays of their bit patterns, packed payloads arrays of bytes; a scale is a bit pattern with its value beside it.
 */

import { countOfShape, float32OfBits } from '../../schema/format/tensor.ts';
import type { WireExpected, WireParam, WireTarget, WireTensor } from '../../schema/format/types.ts';
import { byOp, type Entry, type ExportFile, wordOf } from './entry.ts';

const common = `/* What the headers of an export share. */
#ifndef GOLDVEC_VECTORS_H
#define GOLDVEC_VECTORS_H

#include <stdint.h>

/* status of a call */
#define GOLDVEC_OK 0       /* outputs and generator state are defined */
#define GOLDVEC_REFUSED 1  /* a guard refuses the call; nothing may be written */
#define GOLDVEC_OVERFLOW 2 /* int32 overflows; no output is defined */

/* formats */
#define GOLDVEC_INT32 0
#define GOLDVEC_FLOAT32 1 /* arrays hold bit patterns */
#define GOLDVEC_SYM_INT32 2
#define GOLDVEC_SYM 3  /* packed, two's complement */
#define GOLDVEC_ASYM 4 /* packed, unsigned */
#define GOLDVEC_BOOL 5 /* packed, one bit */

/* rounding modes */
#define GOLDVEC_HALF_AWAY 0
#define GOLDVEC_SR_HALF_AWAY 1

#endif
`;

function hex32(bits: number): string {
  return `UINT32_C(0x${(bits >>> 0).toString(16).padStart(8, '0')})`;
}

/** Nothing in a text ends a comment. */
function comment(text: string): string {
  return `/* ${text.replaceAll('*/', '* /').replaceAll('/*', '/ *')} */`;
}

function floatText(bits: number): string {
  const value = float32OfBits(bits);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The least int32 has no literal of its own in C. */
function int32Text(value: number): string {
  return value === -2147483648 ? '(-2147483647 - 1)' : String(value);
}

function rows(values: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const value of values) {
    if (line !== '' && line.length + value.length > 100) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? value : ` ${value}`;
  }
  return [...lines, line].map((text) => `  ${text}\n`).join('');
}

/** C has no array of no elements: such a one holds a zero that nobody reads. */
function arrayText(type: string, name: string, values: readonly string[]): string {
  const held = values.length === 0 ? ['0'] : values;
  return `static const ${type} ${name}[${held.length}] = {\n${rows(held.map((v) => `${v},`))}};\n`;
}

function words(data: Uint8Array): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

function dataText(name: string, t: WireTensor): string {
  switch (t.dtype) {
    case 'INT32':
    case 'SYM_INT32':
      return arrayText(
        'int32_t',
        name,
        words(t.data).map((word) => int32Text(word | 0)),
      );
    case 'FLOAT32': {
      const bits = words(t.data);
      const shown = bits.slice(0, 8).map(floatText);
      const more = bits.length > shown.length ? ', …' : '';
      const values = bits.map((word) => hex32(word));
      return `${comment(`${shown.join(', ')}${more}`)}\n${arrayText('uint32_t', name, values)}`;
    }
    default:
      return arrayText(
        'uint8_t',
        name,
        [...t.data].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`),
      );
  }
}

const define = (name: string, value: string, note = ''): string =>
  `#define ${name} ${value}${note === '' ? '' : ` ${comment(note)}`}\n`;

function recordText(name: string, t: WireTarget): string {
  const upper = name.toUpperCase();
  const lines = [
    define(`${upper}_DTYPE`, `GOLDVEC_${t.dtype}`),
    define(`${upper}_COUNT`, `${countOfShape(t.shape)}`),
    define(`${upper}_RANK`, `${t.shape.length}`),
    arrayText('int32_t', `${name}_shape`, t.shape.map(String)),
  ];
  if (t.order !== undefined) lines.push(arrayText('int32_t', `${name}_order`, t.order.map(String)));
  if (t.scale_bits !== undefined) {
    lines.push(define(`${upper}_SCALE_BITS`, hex32(t.scale_bits), floatText(t.scale_bits)));
  }
  if (t.zero_point !== undefined)
    lines.push(define(`${upper}_ZERO_POINT`, `(${int32Text(t.zero_point)})`));
  if (t.bits !== undefined) lines.push(define(`${upper}_BITS`, `${t.bits}`));
  if (t.rounding !== undefined) lines.push(define(`${upper}_ROUNDING`, `GOLDVEC_${t.rounding}`));
  return lines.join('');
}

function paramText(name: string, value: WireParam, isFloat: boolean): string {
  if (typeof value === 'string') return define(name, JSON.stringify(value));
  if (typeof value === 'number') {
    if (isFloat) return define(`${name}_BITS`, hex32(value), floatText(value));
    return value > 2147483647 ? define(name, hex32(value)) : define(name, `(${int32Text(value)})`);
  }
  const hex = Buffer.from(value).reverse().toString('hex');
  const double = new DataView(value.buffer, value.byteOffset, 8).getFloat64(0, true);
  return define(`${name}_BITS`, `UINT64_C(0x${hex})`, String(double));
}

function expectedText(name: string, { status, refusal, outputs, rng }: WireExpected): string {
  const upper = name.toUpperCase();
  const lines = [define(`${upper}_STATUS`, `GOLDVEC_${status.toUpperCase()}`)];
  if (refusal !== undefined) lines.push(define(`${upper}_REFUSAL`, JSON.stringify(refusal)));
  if (rng !== undefined) lines.push(define(`${upper}_RNG_AFTER`, hex32(rng)));
  for (const [tensor, t] of Object.entries(outputs ?? {})) {
    const at = `${name}_expected_${tensor}`;
    lines.push(recordText(at, t), dataText(at, t));
  }
  return lines.join('');
}

function entryText({ name, title, clause, notes, call, floatParams, expected }: Entry): string {
  const upper = name.toUpperCase();
  const { params, inputs, targets, rng } = call;
  const lines = [comment([`${title}, ${clause}`, ...notes].join('; ')), '\n'];
  for (const [param, value] of Object.entries(params)) {
    const macro = `${upper}_PARAM_${wordOf(param).toUpperCase()}`;
    lines.push(paramText(macro, value, floatParams.includes(param)));
  }
  lines.push(define(`${upper}_RNG`, hex32(rng)));
  for (const [tensor, t] of Object.entries(inputs)) {
    lines.push(recordText(`${name}_${tensor}`, t), dataText(`${name}_${tensor}`, t));
  }
  for (const [tensor, t] of Object.entries(targets)) lines.push(recordText(`${name}_${tensor}`, t));
  lines.push(expectedText(name, expected));
  return lines.join('');
}

function headerText(op: string, entries: readonly Entry[]): string {
  const guard = `GOLDVEC_${op.toUpperCase()}_H`;
  return `${comment(`${op}: ${entries.length} calls and their answers, bit for bit; written by goldvec.`)}
#ifndef ${guard}
#define ${guard}

#include "goldvec_vectors.h"

${entries.map(entryText).join('\n')}
#endif
`;
}

/** The headers of an export. `goldvec_<op>.h` for each op; the names of entries are the names in it. */
export function headerFiles(entries: readonly Entry[]): ExportFile[] {
  const groups = byOp(entries);
  const all = [...groups.keys()].map((op) => `#include "goldvec_${op}.h"\n`);
  return [
    { path: 'goldvec_vectors.h', content: common },
    {
      path: 'goldvec_all.h',
      content: `${comment('Every header of this export.')}\n${all.join('')}`,
    },
    ...[...groups].map(([op, group]) => ({
      path: `goldvec_${op}.h`,
      content: headerText(op, group),
    })),
  ];
}
