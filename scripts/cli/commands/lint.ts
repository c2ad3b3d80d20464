/** `goldvec lint`: cases and flags that are worth little. */

import type { Command } from 'commander';
import { readSources, textHash } from '../../../goldgen/mutation/sources.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { cachedKills, lintKinds, lintOp } from '../../authoring/lint.ts';
import { root, vectorsDir } from '../paths.ts';
import { print } from '../print.ts';
import { opsNamed } from '../select.ts';

interface Options {
  readonly strict?: true;
  readonly json?: true;
}

/** The hash by which kept kills are known to be of these vectors and sources. */
function baseOfKills(): (op: string, contract: string) => string {
  const sources = readSources(root);
  const hashes = new Map(
    entriesOf(readManifest(vectorsDir)).map((e) => [`${e.contract}/${e.op}`, e.sha256]),
  );
  return (op, contract) => textHash(hashes.get(`${contract}/${op}`) ?? '', sources.op(op));
}

function lint(names: readonly string[], { strict, json }: Options): void {
  const ops = opsNamed(names);
  const baseOf = baseOfKills();
  const unknown = new Set<string>();
  const findings = ops.flatMap((op) => {
    const files = readVectors(vectorsDir, (entry) => entry.op === op.name);
    const kills = files.map((file) => cachedKills(root, file, baseOf(op.name, file.contract)));
    if (kills.includes(undefined)) unknown.add(op.name);
    return lintOp(op, files, kills);
  });
  if (json === true) print(JSON.stringify({ findings, unknown_kills: [...unknown] }, null, 2));
  else {
    for (const { kind, text } of findings) print(`${kind}  ${text}`);
    const counts = lintKinds.map((k) => `${findings.filter((f) => f.kind === k).length} ${k}`);
    print(counts.join(', '));
    if (unknown.size > 0) {
      const first = [...unknown][0]!;
      print(
        `what cases kill is not known of ${unknown.size} ops; for one: goldvec mutate --op ${first}`,
      );
    }
  }
  if (strict !== true || findings.length === 0) return;
  throw new GoldError('lint-findings', `${findings.length} findings`, {
    hint: 'goldvec remove <case> --why "…" withdraws a case',
  });
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('lint')
    .description('cases that nearly repeat another one or kill no mutant, flags without content')
    .argument('[ops...]', 'names of ops; all if none is given')
    .option('--strict', 'exit 1 if there is a finding')
    .option('--json', 'findings as JSON')
    .action(lint);
}
