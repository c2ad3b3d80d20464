/** `goldvec export`: committed cases in the formats of other tools, or as a program for a board. */

import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Level, levels } from '../../../conformance/core/level.ts';
import { loaders } from '../../../goldgen/ops/loaders.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { entryOf, floatParamsOf } from '../../export/entry.ts';
import { type ExportFormat, exportFormats } from '../../export/formats.ts';
import { replaceFile } from '../../replace_file.ts';
import { chosenCases } from '../chosen_cases.ts';
import { integerFrom, listOption, vectorsOption } from '../options.ts';
import { print } from '../print.ts';

interface Options {
  readonly format: ExportFormat;
  readonly out: string;
  readonly filter: readonly string[];
  readonly flag: readonly string[];
  readonly contract: readonly string[];
  readonly op: readonly string[];
  readonly level: Level;
  readonly maxFrameBytes?: number;
  readonly digests?: true;
  readonly vectors: string;
}

/** The float32 parameters of ops; the vectors do not say which they are. */
async function floatParamsByOp(ops: ReadonlySet<string>): Promise<Map<string, string[]>> {
  const names = [...ops].filter((name) => Object.hasOwn(loaders, name));
  const found = names.map(async (name): Promise<[string, string[]]> => {
    const { default: op } = await loaders[name]!();
    return [name, floatParamsOf(op)];
  });
  return new Map(await Promise.all(found));
}

async function exportCases(options: Options): Promise<void> {
  const { filter, flag: flags, contract: contracts, op: ops, level, vectors, out } = options;
  const { format, maxFrameBytes, digests } = options;
  const selection = { filter, exclude: [], flags, contracts, ops };
  const { cases } = await chosenCases(vectors, selection, level, false);
  const isMixed = new Set(cases.map(({ contract }) => contract)).size > 1;
  const floats = await floatParamsByOp(new Set(cases.map(({ op }) => op)));
  const entries = cases.map((test) => entryOf(test, isMixed, floats.get(test.op)));
  if ((maxFrameBytes !== undefined || digests === true) && format !== 'selfcheck') {
    const which = digests === true ? '--digests' : '--max-frame-bytes';
    throw new GoldError('usage-bad-value', `${which} is for --format selfcheck`);
  }
  const room = maxFrameBytes === undefined ? {} : { frameBytesMax: maxFrameBytes };
  const files = exportFormats[format](entries, { ...room, hasDigests: digests === true });
  for (const { path, content, summary } of files) {
    replaceFile(join(out, path), content);
    if (summary !== undefined) print(`${path}: ${summary}`);
  }
  print(`took ${entries.length} cases, wrote ${files.length} files to ${out}`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('export')
    .description(
      'write committed cases as C headers, JSON, NumPy archives or a self-checking C file',
    )
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(Object.keys(exportFormats))
        .makeOptionMandatory(),
    )
    .requiredOption('--out <dir>', 'folder to write to')
    .addOption(listOption('-f, --filter <glob...>', 'take cases whose identity matches'))
    .addOption(listOption('--flag <name...>', 'take cases with this flag'))
    .addOption(listOption('--contract <id...>', 'take cases of this contract'))
    .addOption(listOption('--op <name...>', 'take cases of this op'))
    .addOption(new Option('--level <level>', 'smoke or all').choices(levels).default('all'))
    .option('--digests', 'of a self-check: digests in the place of long tensors of an answer')
    .option('--max-frame-bytes <n>', 'of a self-check: leave out longer calls', integerFrom(1))
    .addOption(vectorsOption())
    .action(exportCases);
}
