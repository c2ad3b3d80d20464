/** Goal: backends in Python, and the vectors as NumPy arrays. Method: the example backend, and every tensor read and written. */

import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { processBackend } from '../backends/process.ts';
import { driveBackend } from '../core/drive.ts';
import type { RunEvent } from '../core/events.ts';
import { loadCorpus } from '../core/load.ts';
import { everything, selectCases } from '../core/select.ts';

const here = fileURLToPath(new URL('./', import.meta.url));
const vectors = fileURLToPath(new URL('../../vectors/', import.meta.url));
const env = { PYTHONPATH: here };

/** A Python that has both packages; Debian has them as python3-msgpack and python3-numpy. */
const python = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import msgpack, numpy']).status === 0,
);

it.skipIf(python === undefined)('the example answers every case that it offers', async () => {
  const command = { file: python!, args: [`${here}examples/round_backend.py`], env };
  const backend = processBackend('python', command, { timeoutMs: 2 ** 31 - 1 });
  const ops = ['round', 'pointwise_float32'];
  const { cases } = loadCorpus(vectors, ({ op }) => ops.includes(op));
  const events: RunEvent[] = [];
  const { totals } = await driveBackend(backend, selectCases(cases, everything), {
    giveUpAfter: 5,
    signal: new AbortController().signal,
    isOver: () => false,
    emit: (event) => events.push(event),
    now: () => 0,
  });
  const failing = events.filter(
    (e) => e.event === 'case_end' && ['fail', 'error'].includes(e.verdict),
  );
  expect(failing).toEqual([]);
  expect(totals.pass).toBeGreaterThan(500);
});

it.skipIf(python === undefined)(
  'every tensor of the vectors is the same after it was an array',
  () => {
    const text = execFileSync(python!, [`${here}roundtrip.py`, vectors], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    const { totals } = loadCorpus(vectors, () => false).manifest;
    const read = JSON.parse(text) as { tensors: number; wrong: number; cases: number };
    expect(read).toMatchObject({ wrong: 0, cases: totals.cases });
    expect(read.tensors).toBeGreaterThan(totals.cases);
  },
);
