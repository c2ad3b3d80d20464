/** `goldvec diff A B`: explains two contracts through their committed vectors. */

import type { Command } from 'commander';
import { choiceNames } from '../../../reference/choices.ts';
import { type ContractId, contracts } from '../../../reference/contracts.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import type { VectorFile } from '../../../schema/format/types.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { compareCases, expectedDifferences, type Moves, type Pair } from '../moves.ts';
import { vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';
import { contractNamed, opsNamed } from '../select.ts';

interface Options {
  readonly op?: string[];
  readonly cases: string;
  readonly json?: true;
}

interface OpDiff {
  readonly op: string;
  readonly moves: Moves;
}

function fileOf(contract: string, op: string): VectorFile | undefined {
  return readVectors(vectorsDir, (f) => f.contract === contract && f.op === op)[0];
}

/** The choices in which two contracts differ. */
function choiceRows(a: ContractId, b: ContractId): string[][] {
  const [left, right] = [contracts[a], contracts[b]];
  return choiceNames
    .filter((name) => left[name] !== right[name])
    .map((name) => [`  ${name}`, `${left[name]}`, '→', `${right[name]}`]);
}

function pairTexts({ before, after }: Pair): string[] {
  return expectedDifferences(before.expected, after.expected);
}

/** Differing cases, those with a difference in the data of an output first: they say most. */
function tellingFirst(changed: readonly Pair[]): Pair[] {
  const rank = (pair: Pair): number => (/^\w+\[/.test(pairTexts(pair)[0] ?? '') ? 0 : 1);
  return [...changed].sort((a, b) => rank(a) - rank(b));
}

function printDiff(a: ContractId, b: ContractId, diffs: readonly OpDiff[], limit: number): void {
  print(`${a} → ${b}`);
  const choices = choiceRows(a, b);
  for (const line of columns(choices)) print(line);
  const head = ['op', 'equal', 'differing', `only ${a}`, `only ${b}`];
  const rows = diffs.map(({ op, moves }) => [
    op,
    moves.equal.length,
    moves.changed.length,
    moves.removed.length,
    moves.added.length,
  ]);
  print('');
  for (const line of columns([head, ...rows])) print(line);
  for (const { op, moves } of diffs) {
    if (moves.changed.length === 0) continue;
    print(`\n${op}: ${moves.changed.length} cases with the same inputs and another answer`);
    for (const pair of tellingFirst(moves.changed).slice(0, limit)) {
      const { before, after } = pair;
      print(`  ${before.id === after.id ? after.id : `${before.id} = ${after.id}`}`);
      for (const text of pairTexts(pair)) print(`    ${text}`);
    }
  }
}

function toJsonDiff({ op, moves }: OpDiff): object {
  return {
    op,
    equal: moves.equal.length,
    differing: moves.changed.map((pair) => ({
      before: pair.before.id,
      after: pair.after.id,
      differences: pairTexts(pair),
    })),
    removed: moves.removed.map((c) => c.id),
    added: moves.added.map((c) => c.id),
  };
}

function diff(nameA: string, nameB: string, options: Options): void {
  const [a, b] = [contractNamed(nameA), contractNamed(nameB)];
  const wanted = new Set(opsNamed(options.op ?? []).map((op) => op.name));
  const entries = entriesOf(readManifest(vectorsDir));
  const names = new Set(
    entries.filter((f) => f.contract === a || f.contract === b).map((f) => f.op),
  );
  const diffs = [...names]
    .filter((op) => wanted.has(op))
    .sort()
    .map((op): OpDiff => {
      const moves = compareCases(fileOf(a, op)?.cases ?? [], fileOf(b, op)?.cases ?? []);
      return { op, moves };
    });
  if (options.json === true) print(JSON.stringify({ a, b, ops: diffs.map(toJsonDiff) }, null, 2));
  else printDiff(a, b, diffs, Number(options.cases));
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('diff')
    .description('explain two contracts through the vectors that have the same inputs in both')
    .argument('<a>', 'a contract')
    .argument('<b>', 'another contract')
    .option('--op <name...>', 'only these ops')
    .option('--cases <count>', 'differing cases explained per op', '1')
    .option('--json', 'print everything as JSON')
    .action(diff);
}
