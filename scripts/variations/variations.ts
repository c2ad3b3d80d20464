/**
 * Contracts that differ from a listed one in one choice, for tests: every choice, every other value. They are
 * put into the tables of the reference and of the JavaScript backend, and into a table for a C build.
 */

import { defaultBackendOptions } from '../../conformance/backends/backend.ts';
import { answer } from '../../conformance/backends/js/answer.ts';
import { declarations, layers } from '../../conformance/backends/js/gen/calls.ts';
import { jsContracts } from '../../conformance/backends/js/gen/contracts.ts';
import { jsKernels } from '../../conformance/backends/js/registry.ts';
import { patchedBackend } from '../../conformance/backends/patched.ts';
import { readTree } from '../../conformance/backends/toolchain/sources.ts';
import { driveBackend } from '../../conformance/core/drive.ts';
import type { BackendEnd } from '../../conformance/core/events.ts';
import { judge } from '../../conformance/core/judge.ts';
import { casesOf, type TestCase } from '../../conformance/core/load.ts';
import { requestOf } from '../../conformance/core/request.ts';
import { buildUnder } from '../../goldgen/build.ts';
import { callsDef, fitsText, layersOf } from '../../goldgen/call_tables.ts';
import { choicesReadInC, contractsDef } from '../../goldgen/contract_tables.ts';
import { traceOf } from '../../goldgen/mutation/kill.ts';
import type { OpDef } from '../../goldgen/op.ts';
import { disagreementsOf, refuseDisagreements } from '../../goldgen/oracle_disagreement.ts';
import { findOp, ops } from '../../goldgen/registry.ts';
import { type ChoiceName, choiceNames, choices } from '../../reference/choices.ts';
import {
  type Contract,
  type ContractId,
  contractIds,
  contracts,
} from '../../reference/contracts.ts';
import type { RunReply } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';

/** A contract that differs from another one in one choice. */
export interface Variation {
  readonly base: ContractId;
  readonly choice: ChoiceName;
  readonly contract: Contract;
}

/** Every variation of every contract, registered under ids of their own. */
export function registerVariations(): Variation[] {
  const found = contractIds.flatMap((base, k) =>
    choiceNames.flatMap((choice) =>
      (choices[choice].values as readonly unknown[])
        .filter((value) => value !== contracts[base][choice])
        .map((value, i): Variation => {
          const id = `test-${k}-${choice.toLowerCase()}-${i}` as ContractId;
          return { base, choice, contract: { ...contracts[base], [choice]: value, id } };
        }),
    ),
  );
  const entries = found.map(({ contract }) => [contract.id, contract] as const);
  Object.assign(contracts, Object.fromEntries(entries));
  const table = jsContracts as Map<string, Contract>;
  for (const [id, contract] of entries) table.set(id, contract);
  renewDeclarations();
  return found;
}

/** What a call must fit names the contracts for which that holds. */
function renewDeclarations(): void {
  for (const op of ops) Object.assign(declarations.get(op.name)!, { fits: fitsText(op.fits) });
  for (const [kind, forward, backward] of layersOf(ops)) {
    Object.assign(layers.get(kind)!, { forward, backward });
  }
}

/** Takes the variations out of the tables again, which other tests of the same process read. */
export function forgetVariations(variations: readonly Variation[]): void {
  for (const { contract } of variations) {
    delete (contracts as Record<string, Contract>)[contract.id];
    (jsContracts as Map<string, Contract>).delete(contract.id);
  }
  renewDeclarations();
}

/** For each contract the ops whose cases read a choice: every fifth committed case is looked at. */
export function readersOf(vectors: string): (base: ContractId, choice: ChoiceName) => OpDef[] {
  const read = new Map<string, Set<OpDef>>();
  for (const file of readVectors(vectors, () => true)) {
    const [op, contract] = [findOp(file.op)!, file.contract as ContractId];
    for (const c of file.cases.filter((_, i) => i % 5 === 0)) {
      for (const choice of traceOf(op, contract, c).choices) {
        const key = `${contract} ${choice}`;
        read.set(key, (read.get(key) ?? new Set()).add(op));
      }
    }
  }
  return (base, choice) => [...(read.get(`${base} ${choice}`) ?? [])];
}

/** Up to `most` cases of an op under a contract, as the generator draws and the reference answers them. */
export function sampledCases(op: OpDef, { id }: Contract, most: number): TestCase[] {
  const sample: OpDef = {
    ...op,
    *cases(g) {
      let left = most;
      for (const input of op.cases(g)) {
        if (left-- === 0) return;
        yield input;
      }
    },
  };
  const built = buildUnder(sample, id);
  if (built === undefined) return [];
  refuseDisagreements(op, disagreementsOf(op, id, built.file.cases));
  return casesOf(built.file);
}

/** Identities of the cases that the JavaScript kernels fail, run in this process. */
export function failingInJs(cases: readonly TestCase[]): string[] {
  const failing = cases.filter((test, i) => {
    if (test.vector.expected.status === 'overflow') return false;
    const request = requestOf(test, i + 1);
    const reply = answer(jsKernels, request) as RunReply;
    return judge(test.vector, request, reply, ['canary', 'poison']).verdict !== 'pass';
  });
  return failing.map(({ id }) => id);
}

/** The cases that C kernels fail that know these contracts, each with its verdict, and how many they pass. */
export async function failingInC(
  build: string,
  records: readonly Contract[],
  cases: readonly TestCase[],
): Promise<{ readonly failing: readonly string[]; readonly end: BackendEnd }> {
  const backend = patchedBackend(build, defaultBackendOptions, { overlay: overlayOf(records) });
  const failing: string[] = [];
  const end = await driveBackend(backend, cases, {
    giveUpAfter: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.event !== 'case_end' || event.verdict === 'pass') return;
      failing.push(`${event.case}: ${event.verdict}`);
    },
    now: () => performance.now(),
  });
  return { failing, end };
}

/** The sources of a C build that knows these contracts and no others. */
function overlayOf(records: readonly Contract[]): Record<string, string> {
  const kernels = [...readTree()].filter(([path]) => /^(kernels|ops)\//.test(path));
  const names = choicesReadInC(kernels.map(([, text]) => text));
  return { 'gen/contracts.def': contractsDef(names, records), 'gen/calls.def': callsDef(ops) };
}
