/**
 * Goal: exports hold the bits of the vectors. Method: compilers and NumPy read the smoke level back, and what they see
 * is compared with the wire tensors.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeLevel } from '../../conformance/core/level.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { codesOf } from '../../schema/format/tensor.ts';
import type { WireTensor } from '../../schema/format/types.ts';
import { vectorsDir } from '../cli/paths.ts';
import { type Entry, type ExportFile, entryOf } from './entry.ts';
import { exportFormats } from './formats.ts';

const contract = 'sym-2026-07-21';
const folder = mkdtempSync(join(tmpdir(), 'goldvec-export-'));
let entries: Entry[];

function write(files: readonly ExportFile[], below: string): string {
  for (const { path, content } of files) {
    const place = join(folder, below, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
  return join(folder, below);
}

beforeAll(() => {
  const { cases } = loadCorpus(vectorsDir, () => true);
  const smoke = takeLevel(cases, 'smoke', vectorsDir);
  entries = smoke.filter((test) => test.contract === contract).map((test) => entryOf(test, false));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Named {
  readonly name: string;
  readonly tensor: WireTensor;
}

function tensors(): Named[] {
  return entries.flatMap(({ name, call, expected }) => [
    ...Object.entries(call.inputs).map(([t, tensor]) => ({ name: `${name}_${t}`, tensor })),
    ...Object.entries(expected.outputs ?? {}).map(([t, tensor]) => ({
      name: `${name}_expected_${t}`,
      tensor,
    })),
  ]);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A program that prints the bytes of every array and every scale. */
function printer(): string {
  const lines = tensors().flatMap(({ name, tensor }) => [
    ...(tensor.data.length === 0 ? [] : [`  bytes("${name}", ${name}, sizeof ${name});`]),
    ...(tensor.scale_bits === undefined
      ? []
      : [`  printf("${name}.scale %08lx\\n", (unsigned long)${name.toUpperCase()}_SCALE_BITS);`]),
  ]);
  return `#include "goldvec_all.h"
#include <stdio.h>

static void bytes(const char *name, const void *at, size_t count)
{
  printf("%s ", name);
  for (size_t i = 0; i < count; i++) printf("%02x", ((const unsigned char *)at)[i]);
  printf("\\n");
}

int main(void)
{
${lines.join('\n')}
  return 0;
}
`;
}

describe('C headers', () => {
  it('are clean C99 and C++17, and hold the bits of every tensor', () => {
    const place = write(exportFormats['c-header'](entries), 'c');
    writeFileSync(join(place, 'print.c'), printer());
    writeFileSync(join(place, 'print.cpp'), '#include "goldvec_all.h"\nint main() { return 0; }\n');
    const flags = ['-Wall', '-Wextra', '-Wpedantic', '-Werror'];
    execFileSync('g++', ['-std=c++17', ...flags, '-fsyntax-only', 'print.cpp'], { cwd: place });
    execFileSync('gcc', ['-std=c99', ...flags, '-o', 'print', 'print.c'], { cwd: place });
    const printed = execFileSync(join(place, 'print'), { encoding: 'utf8', maxBuffer: 1 << 28 });
    const wanted = tensors().flatMap(({ name, tensor }) => [
      ...(tensor.data.length === 0 ? [] : [`${name} ${hex(tensor.data)}`]),
      ...(tensor.scale_bits === undefined
        ? []
        : [`${name}.scale ${tensor.scale_bits.toString(16).padStart(8, '0')}`]),
    ]);
    expect(wanted.length).toBeGreaterThan(1000);
    expect(printed.trimEnd().split('\n')).toEqual(wanted);
  });
});

const python = 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;

/** Prints `<key> <type> <shape> <bytes>` of every array. */
const reader = `
import glob, sys, numpy
for path in sorted(glob.glob(sys.argv[1] + '/*.npz')):
    with numpy.load(path) as archive:
        for key in archive.files:
            a = archive[key]
            print(key, a.dtype.str, list(a.shape), a.tobytes().hex(), sep='|')
`;

function elementBytes(t: WireTensor): string {
  if (t.dtype === 'SYM' || t.dtype === 'ASYM') return hex(new Uint8Array(codesOf(t).buffer));
  return hex(t.data);
}

describe('NumPy archives', () => {
  it.skipIf(!hasNumpy)('hold the elements and extents of every tensor', () => {
    const place = write(exportFormats.npz(entries), 'npz');
    const text = execFileSync(python, ['-c', reader, place], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const read = new Map(
      text
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('|')), line]),
    );
    let compared = 0;
    for (const { name, call, expected } of entries) {
      const places = [
        ['in', call.inputs],
        ['out', expected.outputs ?? {}],
      ] as const;
      for (const [where, group] of places) {
        for (const [tensor, t] of Object.entries(group)) {
          if (t.dtype === 'BOOL') continue;
          const line = read.get(`${name}.${where}.${tensor}`)?.split('|');
          expect(line?.slice(2)).toEqual([`[${t.shape.join(', ')}]`, elementBytes(t)]);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });
});
