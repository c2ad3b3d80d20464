/**
 * Goal: the headers of every op, of all contracts and cases, are clean in C and in C++. Method: two compilers take each alone, and
 * the one that includes all; a program counts what it holds.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCorpus } from '../../conformance/core/load.ts';
import { ops } from '../../goldgen/registry.ts';
import { vectorsDir } from '../cli/paths.ts';
import { headerFiles } from './c_header.ts';
import { entryOf, floatParamsOf } from './entry.ts';

const folder = mkdtempSync(join(tmpdir(), 'goldvec-headers-'));
const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const compilers = [
  { name: 'C99', cc: 'gcc', language: ['-std=c99'], ending: 'c' },
  { name: 'C++17', cc: 'g++', language: ['-std=c++17'], ending: 'cpp' },
];

let headers: string[] = [];
let held = 0;
let names: string[] = [];

beforeAll(() => {
  const { cases } = loadCorpus(vectorsDir, () => true);
  const floats = new Map(ops.map((op) => [op.name, floatParamsOf(op)]));
  const entries = cases.map((test) => entryOf(test, true, floats.get(test.op)));
  const files = headerFiles(entries);
  for (const { path, content } of files) writeFileSync(join(folder, path), content);
  headers = files.map(({ path }) => path);
  held = cases.length;
  names = entries.map(({ name }) => name);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles a program that includes headers, and gives its path. */
function compile(lines: readonly string[], compiler: (typeof compilers)[number]): string {
  const { cc, language, ending } = compiler;
  writeFileSync(join(folder, `program.${ending}`), lines.join('\n'));
  const args = [...language, ...warnings, '-o', 'program', `program.${ending}`];
  execFileSync(cc, args, { cwd: folder });
  return join(folder, 'program');
}

describe.each(compilers)('the headers of all ops and contracts in $name', (compiler) => {
  it('are clean, each alone', () => {
    expect(headers).toEqual(expect.arrayContaining(ops.map(({ name }) => `goldvec_${name}.h`)));
    for (const path of headers)
      compile([`#include "${path}"`, 'int main() { return 0; }'], compiler);
  });

  it('are clean together, and hold every case', () => {
    const states = names.map((name) => `    ${name.toUpperCase()}_STATUS,`);
    const lines = [
      '#include "goldvec_all.h"',
      '#include <stdio.h>',
      'static const int states[] = {',
      ...states,
      '};',
      'int main() { printf("%d", (int)(sizeof states / sizeof *states)); return states[0] < 0; }',
    ];
    expect(execFileSync(compile(lines, compiler), { encoding: 'utf8' })).toBe(String(held));
  });
});
