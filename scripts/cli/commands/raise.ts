/** `goldvec raise`: one version more for moved bits, and the entry of the changelog that says why. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { draftEntry, withEntry } from '../../../goldgen/gate/changelog.ts';
import { contractsOf } from '../../../goldgen/op.ts';
import { buildShared } from '../../../goldgen/shared.ts';
import { versionOf, versionsText } from '../../../goldgen/versions.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { replaceFile } from '../../replace_file.ts';
import { basesOf } from '../gate/bases.ts';
import { candidateOf, type Finding, gate } from '../gate/gate.ts';
import { vectorsDir } from '../paths.ts';
import { print } from '../print.ts';
import { opNamed } from '../select.ts';

interface Options {
  readonly why: string;
  readonly base?: string;
}

/** The contracts under which an op moved, each with the version that it needs and the number of cases. */
function movesOf(findings: readonly Finding[]) {
  const moves = new Map<string, { contract: string; version: number; cases: number }>();
  for (const { contract, before, now, moved } of findings) {
    if (moved.length === 0 || now > before) continue;
    const known = moves.get(contract);
    const version = Math.max(before + 1, known?.version ?? 0);
    const cases = Math.max(moved.length, known?.cases ?? 0);
    moves.set(contract, { contract, version, cases });
  }
  return [...moves.values()].sort((a, b) => (a.contract < b.contract ? -1 : 1));
}

function raise(name: string, options: Options): void {
  const op = opNamed(name);
  const built = buildShared(op, contractsOf(op))!;
  const moves = movesOf(gate(basesOf(options.base), [candidateOf(built)], false));
  if (moves.length === 0) {
    throw new GoldError('selection-empty', `no answer of ${op.name} moved under its version`, {
      hint: '`goldvec gate` and `goldvec gen` say what moved',
    });
  }
  const versions = Object.fromEntries(moves.map(({ contract, version }) => [contract, version]));
  const changelog = join(vectorsDir, 'CHANGELOG.md');
  const entry = draftEntry(op.name, moves, options.why.replace(/\.$/, ''));
  replaceFile(changelog, withEntry(readFileSync(changelog, 'utf8'), entry));
  replaceFile(join(vectorsDir, 'versions.json'), versionsText(op.name, versions));
  for (const { contract, version } of moves) {
    print(`${contract}/${op.name}: version ${versionOf(op, contract)} → ${version}`);
  }
  print(entry);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('raise')
    .description(
      'raise the version of an op whose answers moved, and write the entry that says why',
    )
    .argument('<op>', 'name of an op')
    .requiredOption('--why <text>', 'why the answers are others now')
    .option('--base <rev>', 'revision to compare with (default: merge base with the main branch)')
    .action(raise);
}
