/** `goldvec gate`: refuses moved bits without a raised version and an entry, since a revision and since the release. */

import type { Command } from 'commander';
import { releasedName, releasedText } from '../../../goldgen/gate/released.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readManifest } from '../../../schema/format/manifest.ts';
import { readListed } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { basesOf } from '../gate/bases.ts';
import { type Candidate, gate, refusalTexts, storedCandidate } from '../gate/gate.ts';
import { toolVersion, vectorsDir } from '../paths.ts';
import { print } from '../print.ts';

interface Options {
  readonly base?: string;
  readonly json?: true;
  readonly release?: true;
}

/** The committed ops. */
function committed(): Candidate[] {
  const { files } = readManifest(vectorsDir);
  return files.map((listed) => storedCandidate(listed.op, readListed(vectorsDir, listed)));
}

/** Keeps what is committed as the release of this version. */
function release(candidates: readonly Candidate[]): void {
  const units = candidates.flatMap((candidate) => candidate.units);
  const version = toolVersion();
  replaceFile(`${vectorsDir}/${releasedName}`, releasedText({ release: version, units }));
  print(`${releasedName}: release ${version}, ${units.length} ops and contracts`);
}

function run(options: Options): void {
  const candidates = committed();
  const bases = basesOf(options.base);
  const findings = gate(bases, candidates, true);
  const refused = findings.filter(({ problems }) => problems.length > 0);
  if (options.json === true) print(JSON.stringify({ bases: bases.map((b) => b.name), findings }));
  else {
    for (const text of refusalTexts(findings)) print(text);
    for (const { op, contract, before, now, moved, base, problems } of findings) {
      if (problems.length > 0) continue;
      print(`${contract}/${op}: ${moved.length} moved, version ${before} → ${now} since ${base}`);
    }
  }
  if (refused.length > 0) {
    const units = new Set(refused.map(({ contract, op }) => `${contract}/${op}`));
    throw new GoldError('vector-moved', `${units.size} ops and contracts moved without leave`, {
      path: [...units][0]!,
      hint: '`goldvec raise <op> --why "…"` raises the version and writes the entry; or take the change back',
    });
  }
  if (options.release === true) release(candidates);
  if (options.json === true) return;
  const names = bases.map(({ name }) => name).join(', ');
  print(`nothing moved without a version and an entry since ${names || 'no base'}`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('gate')
    .description('refuse moved bits without a raised version and an entry of the changelog')
    .option('--base <rev>', 'revision to compare with (default: merge base with the main branch)')
    .option('--release', 'then keep versions and digests as those of the last release')
    .option('--json', 'print every op and contract that moved as JSON')
    .action(run);
}
