/** `goldvec show`: one committed case, as text, as the JSON projection, or as its msgpack bytes. */

import type { Command } from 'commander';
import { readMarks } from '../../../conformance/core/marks.ts';
import { encode } from '../../../schema/format/codec.ts';
import { toJson } from '../../../schema/format/json.ts';
import { findCase } from '../find_case.ts';
import { vectorsOption } from '../options.ts';
import { print } from '../print.ts';
import { caseText, elementsShown, hexDump } from '../show.ts';

interface Options {
  readonly contract?: string;
  readonly json?: true;
  readonly hex?: true;
  readonly all?: true;
  readonly vectors: string;
}

function show(identity: string, options: Options): void {
  const { file, found } = findCase(identity, options.contract, options.vectors);
  const marks = readMarks(options.vectors)(`${file.contract}/${found.id}`);
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
    .addOption(vectorsOption())
    .action(show);
}
