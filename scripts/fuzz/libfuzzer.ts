/**
 * `npm run fuzz:c`: libFuzzer over the C harness with all its kernels, watched by the address and undefined
 * sanitizers, from a corpus of every op made out of the vectors. It runs for `--seconds` (60), or without end
 * for 0, and fails with what it found, which `.build/fuzz/found` keeps.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTarget } from '../../conformance/backends/toolchain/build.ts';
import { buildRoot } from '../../conformance/backends/toolchain/build_folder.ts';
import { ops } from '../../goldgen/registry.ts';
import { contractIds } from '../../reference/contracts.ts';
import { makeFolder } from '../../schema/format/make_folder.ts';
import { vectorsDir } from '../cli/paths.ts';
import { wildFrames } from './frames.ts';
import { keptFrames } from './kept_frames.ts';

const folder = join(buildRoot, 'fuzz');
const corpus = join(folder, 'corpus');
const found = join(folder, 'found');
const dictionary = join(folder, 'words.dict');

/** Payloads of the corpus; the fuzzer keeps what it learns beside them. */
const seeds = 1500;

function keep(payload: Uint8Array): void {
  const name = createHash('sha256').update(payload).digest('hex').slice(0, 16);
  writeFileSync(join(corpus, name), payload);
}

function writeCorpus(folders: readonly string[]): void {
  makeFolder(corpus);
  makeFolder(found);
  let left = seeds;
  for (const { payload } of wildFrames(vectorsDir, 'corpus')) {
    keep(payload);
    left -= 1;
    if (left === 0) break;
  }
  for (const { payload } of keptFrames()) keep(payload);
  for (const path of folders.filter((f) => existsSync(f))) {
    for (const name of readdirSync(path)) keep(readFileSync(join(path, name)));
  }
}

/** The words of the protocol, so that a change can put one in place of another. */
function writeDictionary(): void {
  const words = new Set<string>(contractIds);
  for (const op of ops) {
    words.add(op.name);
    for (const name of [...Object.keys(op.tensors), ...Object.keys(op.params)]) words.add(name);
    for (const spec of Object.values(op.params)) {
      for (const value of spec.kind === 'word' ? spec.values : []) words.add(value);
    }
  }
  const fields = [
    'dtype',
    'shape',
    'order',
    'scale_bits',
    'zero_point',
    'bits',
    'rounding',
    'data',
  ];
  for (const word of fields) words.add(word);
  writeFileSync(dictionary, [...words].map((word) => `"${word}"\n`).join(''));
}

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
  allowPositionals: true,
});
const { path } = await buildTarget('fuzz');
writeCorpus(positionals);
writeDictionary();
const options = [
  `-max_total_time=${Number(values.seconds)}`,
  '-timeout=60',
  '-rss_limit_mb=2048',
  '-max_len=8192',
  '-print_final_stats=1',
  `-dict=${dictionary}`,
  `-artifact_prefix=${found}/`,
];
const child = spawn(path, [...options, corpus], {
  stdio: 'inherit',
  env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' },
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => child.kill(name));
}
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1;
});
