/** `goldvec pack`: an archive for each contract, the same bytes from every checkout of a revision. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import { readFolder } from '../../../schema/format/vector_folder.ts';
import { archiveOf, sumsName, sumsText } from '../../release/archive.ts';
import { contractFiles } from '../../release/contract_files.ts';
import { replaceFile } from '../../replace_file.ts';
import { listOption } from '../options.ts';
import { root, toolVersion, vectorsDir } from '../paths.ts';
import { kilobytes, print } from '../print.ts';

interface Options {
  readonly out: string;
  readonly contract: readonly string[];
}

function pack({ out, contract: named }: Options): void {
  const all = [...new Set(entriesOf(readManifest(vectorsDir)).map(({ contract }) => contract))];
  const chosen = named.length > 0 ? named : all;
  const folder = readFolder(vectorsDir, ({ contract }) => chosen.includes(contract));
  const version = toolVersion();
  const archives: Record<string, Uint8Array> = {};
  for (const contract of chosen) {
    const name = `goldvec-vectors-${version}-${contract}`;
    const files = contractFiles(root, folder, contract, version);
    const bytes = archiveOf(name, files);
    archives[`${name}.zip`] = bytes;
    replaceFile(join(out, `${name}.zip`), bytes);
    print(`${name}.zip  ${Object.keys(files).length} files  ${kilobytes(bytes.length)}`);
  }
  const sums = sumsText(archives);
  replaceFile(join(out, sumsName), sums);
  print(sums.trimEnd());
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('pack')
    .description('write an archive of the vectors of each contract, the same bytes everywhere')
    .requiredOption('--out <dir>', 'folder to write to')
    .addOption(listOption('--contract <id...>', 'these contracts (default: all)'))
    .action(pack);
}
