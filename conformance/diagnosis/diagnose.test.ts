/**
 * Goal: the first line of a diagnosis names what is wrong. Method: fakes that spoil right answers in one way,
 * then the js kernels asked under another contract than the vectors', then builds with contraction.
 */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observe, poisons } from '../../goldgen/case.ts';
import { findOp } from '../../goldgen/registry.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { RunReply } from '../../schema/format/types.ts';
import { validateEvent } from '../../schema/format/validate.ts';
import { newFakeLinkLog } from '../backends/fakes/fake_link.ts';
import { type FakeName, fakeBackend } from '../backends/fakes/index.ts';
import { sampleFile } from '../backends/fakes/sample.ts';
import { answer } from '../backends/js/answer.ts';
import { jsKernels } from '../backends/js/registry.ts';
import { patchedBackend } from '../backends/patched.ts';
import { buildRoot } from '../backends/toolchain/build_folder.ts';
import { readyTargets } from '../backends/toolchain/tools.ts';
import { driveBackend } from '../core/drive.ts';
import type { DiagnosisEvent, RunEvent } from '../core/events.ts';
import { type Evidence, newCollector } from '../core/evidence.ts';
import { judge } from '../core/judge.ts';
import { noKnownFailures } from '../core/known_failures.ts';
import { casesOf, loadCorpus, type TestCase } from '../core/load.ts';
import { requestOf } from '../core/request.ts';
import { runAll } from '../core/run.ts';
import { diagnose } from './diagnose.ts';
import { newReplayer } from './replay/replayer.ts';

const vectors = join(buildRoot, '..', 'vectors');
const replayer = newReplayer();

describe('fakes', () => {
  const cases = casesOf(sampleFile());

  async function firstLine(name: FakeName): Promise<string | undefined> {
    const events: RunEvent[] = [];
    await runAll({
      version: '0.0.0',
      cases,
      corpus: new Set(cases.map(({ id }) => id)),
      backends: [fakeBackend(name, cases, newFakeLinkLog())],
      known: noKnownFailures,
      jobs: 1,
      giveUpAfter: 3,
      allowEmpty: false,
      signal: new AbortController().signal,
      emit: (event) => events.push(event),
      diagnose: (evidence) => diagnose(evidence, replayer),
      now: () => 0,
      time: '2026-01-01T00:00:00Z',
    });
    const found = events.filter((event) => event.event === 'diagnosis');
    expect(found.length).toBeLessThanOrEqual(1);
    for (const event of found) validateEvent(JSON.parse(JSON.stringify(event)));
    return found[0]?.lines[0];
  }

  it.each([
    ['zeros', 'fact: sample: y is zero where it is wrong'],
    ['wrong_scale', 'fact: sample: the scale of y is wrong, the mantissas are right'],
    ['wrong_shape', 'fact: sample: y has another form'],
    ['never_refuses', 'fact: sample: accepts what must be refused'],
    ['writes_before_refusing', 'sample writes y before refusing'],
    ['overwrites_guards', 'sample writes outside of y'],
    ['stray_overflow_flag', 'a float to int32 cast overflows at kernels/sample.c:9, although'],
    ['misses_overflow', 'an int32 accumulator add that must overflow does not'],
    ['lies_about_capabilities', 'overflow counts are promised but not given'],
    ['crashes_always', 'sample gives no answer: the backend was killed by SIGSEGV'],
    ['hangs', 'sample gives no answer: no reply to run in 100 ms'],
  ] as const)('%s', async (name, words) => {
    expect(await firstLine(name)).toContain(`diagnosis: ${name}: ${words}`);
  });

  it('a backend that passes is not diagnosed', async () => {
    expect(await firstLine('always_right')).toBeUndefined();
  });
});

describe('another contract', () => {
  const ops = ['requant_dynamic', 'encode_symmetric', 'linear_forward', 'matmul_sym', 'sgd_step'];

  /** Whether the call means anything under a contract; what it leaves undefined is no evidence of it. */
  function isDefined({ op, vector }: TestCase, contract: string): boolean {
    const n = newNumerics(contract as ContractId, { rngState: vector.rng });
    try {
      observe(findOp(op)!, n, vector, vector.id, poisons.first);
      return true;
    } catch (error) {
      if (error instanceof GoldError) return false;
      throw error;
    }
  }

  /** The js kernels, which believe that every request is of the given contract. */
  function evidenceUnder(contract: string, asked: string): Evidence {
    const { cases } = loadCorpus(vectors, (e) => ops.includes(e.op) && e.contract === asked);
    const collector = newCollector('js');
    for (const [i, test] of cases.entries()) {
      if (test.vector.expected.status === 'overflow' || !isDefined(test, contract)) continue;
      const request = { ...requestOf(test, i + 1), contract };
      const reply = answer(jsKernels, request) as RunReply;
      const { verdict, differences = [], message = '' } = judge(test.vector, request, reply, []);
      collector.add({ test, verdict, reply, differences, message });
    }
    return collector.evidence([]);
  }

  it.each([
    ['sym-2026-06-23', 'sym-2026-07-21'],
    ['sym-2026-07-21', 'sym-2026-06-23'],
    ['sym-2026-06-11', 'sym-2026-06-23'],
  ])('%s instead of %s', async (implemented, asked) => {
    const [line] = (await diagnose(evidenceUnder(implemented, asked), replayer))!.lines;
    expect(line).toContain(`the backend implements ${implemented}`);
  });
});

const contracting = ['native:gcc-fma', 'native:clang-fma', 'qemu:mps2-an386-fma'];
const ready = await readyTargets(contracting);

describe('contraction', () => {
  const ops = ['matmul_float32', 'axpby', 'sgd_step', 'layer_norm_forward', 'mse_forward'];

  async function diagnosisOf(id: string): Promise<DiagnosisEvent | undefined> {
    const { cases } = loadCorpus(vectors, ({ op }) => ops.includes(op));
    let found: Evidence | undefined;
    await driveBackend(patchedBackend(id, { timeoutMs: 20_000 }, {}), cases, {
      giveUpAfter: 5,
      signal: new AbortController().signal,
      emit: () => undefined,
      onEvidence: (evidence) => {
        found = evidence;
      },
      now: () => 0,
    });
    return await diagnose(found!, replayer);
  }

  for (const id of contracting) {
    it.runIf(ready.has(id))(`${id} is told to build without it`, async () => {
      const { failures, lines, findings } = (await diagnosisOf(id))!;
      expect(lines[0]).toMatch(/FMA contraction.*compile with -ffp-contract=off/);
      expect(findings[0]!.explains).toBeGreaterThan(0.9 * failures);
    });
  }
});

describe('a diagnosis', () => {
  it('is the same for the same evidence', async () => {
    const test: TestCase = loadCorpus(vectors, ({ op }) => op === 'round').cases[0]!;
    const reply = answer(jsKernels, requestOf(test, 1)) as RunReply;
    const wrong = { ...reply, rng: 1 + (reply.rng ?? 0) };
    const evidence: Evidence = {
      backend: 'js',
      capabilities: [],
      failures: [
        { test, reply: wrong, differences: [{ kind: 'rng', expected: '', got: '' }], message: '' },
      ],
      passed: [],
    };
    expect(await diagnose(evidence, newReplayer())).toEqual(
      await diagnose(evidence, newReplayer()),
    );
  });
});
