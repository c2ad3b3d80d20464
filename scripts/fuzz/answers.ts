/** What builds of the C harness answer to payloads of any kind, and where that is not as it must be. */

import { openBuild, rawSession } from '../../conformance/backends/raw.ts';
import type { Reply, RunReply } from '../../schema/format/types.ts';
import type { WildFrame } from './frames.ts';

/** Overflow is a result of the suite, and ends no program here; everything else that is undefined does. */
const kernelFlags = ['-fno-sanitize=signed-integer-overflow,float-cast-overflow'];

const timeoutMs = 60_000;

/** A reply as one line, without what builds may differ in: values, states and observed overflows. */
export function lineOf(answer: Reply | string): string {
  if (typeof answer === 'string') return `no answer: ${answer}`;
  if (answer.verb !== 'run') return answer.verb;
  const { status, message = '', canary } = answer as RunReply;
  const place = canary === 'intact' ? '' : ` and overwrites ${canary}`;
  return status === 'error' ? `error: ${message}${place}` : `${status}${place}`;
}

/** The lines of one build for the payloads, in order. */
export async function linesOf(id: string, frames: readonly WildFrame[]): Promise<string[]> {
  const build = id.endsWith('asan') ? { kernelFlags } : {};
  const session = rawSession(openBuild(id, build), timeoutMs);
  try {
    const lines: string[] = [];
    for (const { label, payload } of frames) {
      lines.push(`${label}: ${lineOf(await session.ask(payload))}`);
    }
    return lines;
  } finally {
    await session.close();
  }
}

/** The lines of payloads that got no answer, or whose answer came with memory overwritten. */
export function faultsIn(lines: readonly string[]): string[] {
  return lines.filter((line) => / no answer: | and overwrites /.test(line));
}
