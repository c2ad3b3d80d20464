/** `goldvec show`: one committed case, as text, as the JSON projection, or as its msgpack bytes. */

import type { Command } from 'commander';
import { readMarks } from '../../../conformance/core/marks.ts';
import { source } from '../../../goldgen/build.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { defaultContractId } from '../../../reference/contracts.ts';
import { encode } from '../../../schema/format/codec.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { toJson } from '../../../schema/format/json.ts';
import { readLargeFile } from '../../../schema/format/large_file.ts';
import { entriesOf, readManifest } from '../../../schema/format/manifest.ts';
import { singleFormat, type VectorFile, type WireCase } from '../../../schema/format/types.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { drawLarge } from '../../large/large_tests.ts';
import { vectorsDir } from '../paths.ts';
import { print } from '../print.ts';
import { contractNamed } from '../select.ts';
import { caseText, elementsShown, hexDump } from '../show.ts';

interface Options {
  readonly contract?: string;
  readonly json?: true;
  readonly hex?: true;
  readonly all?: true;
}

/** The case of an identity `[<contract>/]<op>/<set>/<n>`; without a contract, the newest that has it. */
export function findCase(
  identity: string,
  contract: string | undefined,
): { file: VectorFile; found: WireCase } {
  const parts = identity.split('/');
  const named = parts.length === 4 ? parts.shift() : contract;
  const id = parts.join('/');
  const wanted = named === undefined ? undefined : contractNamed(named);
  const large = largeShown(id, wanted);
  if (large !== undefined) return large;
  const entries = entriesOf(readManifest(vectorsDir));
  const newestFirst = entries.filter((f) => f.op === parts[0]).reverse();
  for (const entry of newestFirst) {
    if (wanted !== undefined && entry.contract !== wanted) continue;
    const [file] = readVectors(
      vectorsDir,
      (f) => f.op === entry.op && f.contract === entry.contract,
    );
    const found = file?.cases.find((c) => c.id === id);
    if (file !== undefined && found !== undefined) return { file, found };
  }
  const message = `there is no case "${id}"${wanted === undefined ? '' : ` under ${wanted}`}`;
  const hint = `see \`goldvec list cases\`; a case is <op>/<set>/<n>, or ${defaultContractId}/<op>/<set>/<n>`;
  throw new GoldError('case-unknown', message, { hint });
}

/** A large case, drawn anew. */
function largeShown(id: string, contract: string | undefined) {
  const { cases = [], notes = {} } = readLargeFile(vectorsDir) ?? {};
  const entry = cases.find((e) => e.id.endsWith(`/${id}`) && e.id.startsWith(contract ?? ''));
  if (entry === undefined) return undefined;
  const found = drawLarge(entry);
  const [of, name] = entry.id.split('/') as [string, string];
  const { clause, version } = findOp(name)!;
  const head = { format: singleFormat, contract: of, op: name, op_version: version, clause };
  const file: VectorFile = { ...head, source, notes, compare: {}, cases: [found] };
  return { file, found };
}

function show(identity: string, options: Options): void {
  const { file, found } = findCase(identity, options.contract);
  const marks = readMarks(vectorsDir)(`${file.contract}/${found.id}`);
  if (options.json === true) {
    const { cases: _cases, notes, ...head } = file;
    const used = Object.fromEntries(found.flags.map((flag) => [flag, notes[flag]]));
    const shown = { ...head, notes: used, sensitivity: marks, case: toJson(found) };
    print(JSON.stringify(shown, null, 2));
  } else if (options.hex === true) {
    for (const line of hexDump(encode(found))) print(line);
  } else {
    const limit = options.all === true ? Number.POSITIVE_INFINITY : elementsShown;
    for (const line of caseText(file, found, marks, limit)) print(line);
  }
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('show')
    .description(
      'print one committed case: call, expectation, what it catches and what it is sensitive to',
    )
    .argument('<case>', '[contract/]op/set/n')
    .option('--contract <id>', 'the contract, where the identity does not name it')
    .option('--json', 'print the lossless JSON projection')
    .option('--hex', 'print the canonical msgpack bytes of the case')
    .option('--all', `print every element, not only the first ${elementsShown}`)
    .action(show);
}
