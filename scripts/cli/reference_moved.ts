/**
 * Tells a kernel that is behind from one that is wrong: where the vectors moved since a base, and a backend answers
 * what they said there, the reference changed, and no mistake need be looked for.
 */

import type { DiagnosisEvent, Finding } from '../../conformance/core/events.ts';
import type { Evidence, Failure } from '../../conformance/core/evidence.ts';
import { judge } from '../../conformance/core/judge.ts';
import { headline, listOf } from '../../conformance/diagnosis/text.ts';
import { callKey } from '../../goldgen/build.ts';
import { caseDigest } from '../../goldgen/gate/unit.ts';
import type { RunReply, WireCase, WireExpected, WireTensor } from '../../schema/format/types.ts';
import type { Base } from './gate/bases.ts';

/** Hashes of the vector files of the ops, as the manifest has them now. */
type Hashes = ReadonlyMap<string, string>;

type Diagnose = (evidence: Evidence) => Promise<DiagnosisEvent | undefined>;

/** What the reply would be as an expectation without overflow; fields stand in the order of the present one. */
function expectedOf(vector: WireCase, reply: RunReply): WireExpected {
  const { overflow, outputs = {} } = vector.expected;
  const answered = Object.entries(outputs).map(([name, t]): [string, WireTensor] => {
    const got = reply.outputs?.[name] ?? vector.inputs[name] ?? t;
    const fields = Object.keys(t).map((field) => [field, got[field as keyof WireTensor]]);
    return [name, Object.fromEntries(fields) as WireTensor];
  });
  const rng = reply.rng ?? vector.rng;
  return { status: 'ok', outputs: Object.fromEntries(answered), rng, overflow };
}

/** Whether the base, which another vector stood in, had this answer. */
function answersAs(base: Base, { test, reply }: Failure, capabilities: readonly string[]): boolean {
  if (reply === undefined) return false;
  const { contract, op, vector, canonical } = test;
  const unit = base.unitsOf(op).find((one) => one.contract === contract);
  const known = unit?.digests.get(vector.id.slice(op.length + 1));
  // what is wrong now was wrong then
  if (known === caseDigest(vector, canonical)) return false;
  const before = base.caseOf(contract, vector.id);
  if (before !== undefined) {
    if (callKey(before) !== callKey(vector)) return false;
    const { params, inputs, targets, rng } = vector;
    const request = { verb: 'run' as const, seq: 1, contract, op, params, inputs, targets, rng };
    return judge(before, request, reply, capabilities).verdict === 'pass';
  }
  if (known === undefined || reply.status !== 'ok') return false;
  return known === caseDigest({ ...vector, expected: expectedOf(vector, reply) });
}

interface Behind {
  readonly base: Base;
  readonly version: number;
  readonly failures: Failure[];
}

/** Failures that answer as a base did, by base and version; a base in which the file of an op is the same is not read. */
function behindOf(
  bases: readonly Base[],
  { failures, capabilities }: Evidence,
  hashes: Hashes,
): Behind[] {
  const found = new Map<string, Behind>();
  for (const failure of failures) {
    const { contract, op } = failure.test;
    const moved = bases.filter(
      ({ ops }) => ops.get(op) === undefined || ops.get(op) !== hashes.get(op),
    );
    const base = moved.find((one) => answersAs(one, failure, capabilities));
    if (base === undefined) continue;
    const version = base.unitsOf(op).find((unit) => unit.contract === contract)!.version;
    const key = `${base.name} ${version}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { base, version, failures: [failure] });
    else known.failures.push(failure);
  }
  return [...found.values()];
}

function findingOf({ base, version, failures }: Behind, all: readonly Failure[]): Finding {
  const ops = [...new Set(failures.map(({ test }) => test.op))].sort();
  const of = all.filter(({ test }) => ops.includes(test.op)).length;
  const text = `${listOf(ops)}: the reference changed here since ${base.name}; the kernel still answers as version ${version} did`;
  return {
    kind: 'reference',
    confidence: 'reproduced',
    ids: [],
    functions: [],
    text,
    fix: 'if the change is meant, change the kernel too; `goldvec status` says what else follows',
    explains: failures.length,
    of,
    ops,
  };
}

/**
 * A diagnosis that first takes out what the bases explain; `diagnose` looks for mistakes in the rest. With `hashes` no file
 * is read that is the same in a base.
 */
export async function sinceReference(
  evidence: Evidence,
  bases: readonly Base[],
  diagnose: Diagnose,
  hashes: Hashes = new Map(),
): Promise<DiagnosisEvent | undefined> {
  const { backend, failures } = evidence;
  const behind = behindOf(bases, evidence, hashes);
  const explained = new Set(behind.flatMap((one) => one.failures));
  const rest = failures.filter((failure) => !explained.has(failure));
  const event = rest.length === 0 ? undefined : await diagnose({ ...evidence, failures: rest });
  if (behind.length === 0) return event;
  const findings = behind.map((one) => findingOf(one, failures));
  return {
    event: 'diagnosis',
    backend,
    failures: failures.length,
    findings: [...findings, ...(event?.findings ?? [])],
    lines: [...findings.map((finding) => headline(backend, finding)), ...(event?.lines ?? [])],
  };
}
