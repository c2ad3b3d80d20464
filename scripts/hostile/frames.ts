/**
 * Damaged requests to the C harness, built so that the first access outside its memory ends it: each is answered,
 * and the harness goes on. Those that ended an earlier harness are sent too.
 */

import type { Link } from '../../conformance/backends/link.ts';
import { openProcess } from '../../conformance/backends/process.ts';
import { buildTarget } from '../../conformance/backends/toolchain/build.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../conformance/core/frame.ts';
import { takeLevel } from '../../conformance/core/level.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { requestOf } from '../../conformance/core/request.ts';
import { encode } from '../../schema/format/codec.ts';
import { vectorsDir } from '../cli/paths.ts';
import { keptFrames } from '../fuzz/kept_frames.ts';
import { mutated, newRandom } from './mutations.ts';
import { newCounter, type Tally } from './tally.ts';

const target = 'native:gcc-asan';
/** A changed byte may well be a value that overflows, which is not what is looked for here. */
const kernelFlags = ['-fno-sanitize=signed-integer-overflow,float-cast-overflow'];
const answerMs = 60_000;

interface Harness {
  readonly link: Link;
  /** What is wrong with how the payload was answered. */
  ask(payload: Uint8Array): Promise<string | undefined>;
  isUp(): boolean;
}

async function open(path: string): Promise<Harness> {
  const reader = newFrameReader();
  const { signal } = new AbortController();
  let reason: string | undefined;
  let answered = 0;
  let wake = (): void => undefined;
  const events = {
    data(chunk: Uint8Array) {
      answered += reader.push(chunk).length;
      wake();
    },
    end(why: string) {
      reason = why;
      wake();
    },
  };
  const env = { UBSAN_OPTIONS: 'print_stacktrace=0', ASAN_OPTIONS: 'detect_leaks=0' };
  const link = await openProcess({ file: path, args: [], env })(events, signal);

  async function ask(payload: Uint8Array): Promise<string | undefined> {
    const before = answered;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      wake();
    }, answerMs);
    link.send(encodeFrame(frameTypes.request, payload));
    while (answered === before && reason === undefined && !isLate) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    clearTimeout(timer);
    if (answered > before) return undefined;
    await link.close(0);
    const said = link
      .diagnostics()
      .split('\n')
      .find((line) => /ERROR|runtime error/.test(line));
    return `${isLate ? 'no answer' : reason}${said === undefined ? '' : `, ${said.trim()}`}`;
  }

  return { link, ask, isUp: () => reason === undefined };
}

/** Requests of the smoke level that are small, of many ops. */
function originals(): Uint8Array[] {
  const { cases } = loadCorpus(vectorsDir, () => true);
  return takeLevel(cases, 'smoke', vectorsDir)
    .map((test) => encode(requestOf(test, 1)))
    .filter((bytes) => bytes.length < 2048);
}

/** The bye of a request may be hit upon; it is the one that ends the harness. */
function isBye(payload: Uint8Array): boolean {
  return Buffer.from(payload).includes('bye');
}

export async function tryFrames(count: number, seed: number): Promise<Tally> {
  const counter = newCounter('frames to the C harness');
  if (!(await readyTargets([target])).has(target))
    return counter.tally(`${target} cannot be built`);
  const { path } = await buildTarget(target, { kernelFlags });
  let harness = await open(path);

  async function send(what: string, payload: Uint8Array): Promise<void> {
    if (isBye(payload)) return;
    const problem = await harness.ask(payload);
    counter.add(what, problem);
    if (problem !== undefined || !harness.isUp()) harness = await open(path);
  }

  const random = newRandom(seed);
  const requests = originals();
  try {
    for (let i = 0; i < count; i++) {
      const bytes = requests[random(requests.length)]!;
      await send(`request #${i}`, mutated(bytes, random));
    }
    for (const { label, payload } of keptFrames()) await send(label, payload);
    return counter.tally();
  } finally {
    await harness.link.close(0);
  }
}
