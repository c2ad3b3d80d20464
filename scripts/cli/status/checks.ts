/** What a change of the semantics leaves stale, in the order in which it is mended. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer } from '../../../conformance/backends/js/answer.ts';
import { jsKernels } from '../../../conformance/backends/js/registry.ts';
import { judge } from '../../../conformance/core/judge.ts';
import { casesOf } from '../../../conformance/core/load.ts';
import { requestOf } from '../../../conformance/core/request.ts';
import { fixtureProblems } from '../../../goldgen/fixture/check.ts';
import { readFixture } from '../../../goldgen/fixture/fixture.ts';
import { kills } from '../../../goldgen/mutation/kill.ts';
import type { FileRecord } from '../../../goldgen/mutation/record.ts';
import { readSources } from '../../../goldgen/mutation/sources.ts';
import type { ContractId } from '../../../reference/contracts.ts';
import { mutants } from '../../../reference/mutants/index.ts';
import type { RunReply } from '../../../schema/format/types.ts';
import { parsePage } from '../../docs/pages.ts';
import { readKillMap, staleKills } from '../commands/mutate.ts';
import { staleMarks } from '../commands/sensitivity.ts';
import { staleGenerated } from '../commands/sync.ts';
import { root } from '../paths.ts';
import { opNamed } from '../select.ts';
import { missingParts } from './missing.ts';
import { movedOps, type Now } from './now.ts';

export type State = 'fresh' | 'stale' | 'to check';

export interface Item {
  readonly what: string;
  readonly state: State;
  /** one line each; what is stale */
  readonly details: readonly string[];
  /** what mends it: a command, or what to edit */
  readonly mend: string;
}

function item(what: string, details: readonly string[], mend: string): Item {
  return { what, state: details.length === 0 ? 'fresh' : 'stale', details, mend };
}

function oracleItem({ failed }: Now): Item {
  const details = failed.map(({ op, error }) => `${op}: ${error.message.split('\n')[0]}`);
  const mend =
    '`goldvec gen <op>` prints both answers; edit oracle.ts of the family, or the record';
  return item('oracle and records', details, mend);
}

/** Versions and entries that are missing for what moved. */
function gateItem({ findings }: Now): Item {
  const details = findings.flatMap(({ op, contract, problems }) =>
    problems.map((problem) => `${contract}/${op}: ${problem}`),
  );
  const ops = [...new Set(findings.filter((f) => f.problems.length > 0).map(({ op }) => op))];
  const commands = ops.map((op) => `goldvec raise ${op} --why "…"`);
  return item('versions and changelog', [...new Set(details)], commands.join('; '));
}

function missingItem({ built, failed }: Now): Item {
  const ops = [...built.map(({ op }) => op), ...failed.map(({ op }) => opNamed(op))];
  const details = ops.flatMap(missingParts);
  return item('parts of ops', details, 'write them: goldgen/README.md, "Adding an op"');
}

function vectorsItem({ stale }: Now): Item {
  return item('vectors', stale, `goldvec gen ${stale.join(' ')}`.trim());
}

/** Cases that the JavaScript kernels answer otherwise than the reference does now. */
function jsItem({ built }: Now): Item {
  const details = built.flatMap(({ op, files }) => {
    if (!Object.hasOwn(jsKernels, op.name)) return [];
    const failing = files.flatMap((file) =>
      casesOf(file).filter((test, i) => {
        if (test.vector.expected.status === 'overflow') return false;
        const request = requestOf(test, i + 1);
        const reply = answer(jsKernels, request) as RunReply;
        return judge(test.vector, request, reply, ['canary', 'poison']).verdict !== 'pass';
      }),
    );
    if (failing.length === 0) return [];
    return [`${op.name}: ${failing.length} cases, the first ${failing[0]!.id}`];
  });
  return item('JavaScript kernels', details, 'edit conformance/backends/js/kernels/');
}

/** C is compiled to be tried, so that it is only said what to try. */
function cItem(now: Now): Item {
  const ops = movedOps(now);
  const mend = `goldvec run --backend native:gcc-ubsan --op ${ops.join(' ')}; edit conformance/c/kernels/`;
  const details = ops.map((op) => `${op}: its answers moved`);
  return { ...item('C kernels', details, mend), state: ops.length > 0 ? 'to check' : 'fresh' };
}

function examplesItem(): Item {
  const folder = 'reference/spec';
  const details = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .map((path) => parsePage(path, readFileSync(join(root, path), 'utf8')))
    .flatMap(({ path, blocks }) =>
      blocks
        .filter(({ info }) => info === 'yaml example')
        .flatMap(({ text, line }) => {
          const problems = fixtureProblems(readFixture(text, { path, line }));
          return problems.map((problem) => `${path}:${line}: ${problem}`);
        }),
    );
  const rest = details.length - 3;
  const shown = rest > 0 ? [...details.slice(0, 3), `and ${rest} more`] : details;
  return item('examples of the specification', shown, 'edit the examples and their clause');
}

/** Flags whose moved cases were witnesses against a mutant, by the mutant. */
function movedWitnesses(record: FileRecord, moved: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  for (const [id, witnesses] of Object.entries(record.kills)) {
    for (const [caseId, flag] of witnesses.map((witness) => witness.split('#'))) {
      if (flag !== undefined && moved.includes(caseId!)) {
        flags.set(id, [...new Set([...(flags.get(id) ?? []), flag])]);
      }
    }
  }
  return flags;
}

/** Mistakes that the vectors used to catch and that no case catches now: what their notes call a bug is right. */
function notesItem({ built, findings }: Now): Item {
  const records = readKillMap()?.files ?? [];
  const details = new Set<string>();
  for (const { op: name, contract, moved } of findings) {
    const one = built.find(({ op }) => op.name === name);
    const file = one?.files.find((f) => f.contract === contract);
    const record = records.find((r) => r.op === name && r.contract === contract);
    if (one === undefined || file === undefined || record === undefined) continue;
    const witnesses = movedWitnesses(record, moved);
    for (const mutant of mutants.filter(({ id }) => witnesses.has(id))) {
      const id = contract as ContractId;
      if (file.cases.some((c) => kills(one.op, id, c, [mutant]))) continue;
      const flags = witnesses.get(mutant.id)!.join(', ');
      details.add(
        `${name}, flag ${flags}: "${mutant.bug}" (mutant ${mutant.id}, ${mutant.clause})`,
      );
    }
  }
  const mend = 'edit the note of the flag, and the mutant in reference/mutants/';
  return item('notes whose bug is right now', [...details], mend);
}

/** Many names as a number and the first few. */
function few(names: readonly string[]): string[] {
  if (names.length <= 3) return [...names];
  return [`${names.slice(0, 3).join(', ')} and ${names.length - 3} more`];
}

/** Whole trainings take minutes, so that it is only said what to try. */
function trajectoriesItem(now: Now): Item {
  const isMoved = movedOps(now).length > 0;
  const mend =
    'goldvec train ecg --check; goldvec train har --check; if they moved, --record in place of --check';
  const details = isMoved ? ['answers moved that a training may use'] : [];
  return { ...item('trajectories', details, mend), state: isMoved ? 'to check' : 'fresh' };
}

/** Everything, in the order in which it is mended. */
export async function statusItems(now: Now): Promise<Item[]> {
  // what is not regenerated yet makes them stale too
  const stillOld = (names: readonly string[]): string[] => {
    if (names.length > 0) return [`${names.length} ops and contracts`];
    return now.stale.length > 0 ? ['the vectors are stale'] : [];
  };
  const sources = readSources(root);
  return [
    item('generated files and tables', few(await staleGenerated()), 'goldvec sync'),
    oracleItem(now),
    gateItem(now),
    vectorsItem(now),
    missingItem(now),
    jsItem(now),
    cItem(now),
    examplesItem(),
    notesItem(now),
    item('kill map and smoke level', stillOld(staleKills(sources)), 'goldvec mutate'),
    item('sensitivity marks', stillOld(staleMarks(sources)), 'goldvec sensitivity'),
    trajectoriesItem(now),
  ];
}
