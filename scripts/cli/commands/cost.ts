/** `goldvec cost`: what a training costs on a microcontroller, counted on emulated boards. */

import { Argument, type Command } from 'commander';
import { variants } from '../../../reference/examples/variants.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { boardNames } from '../../cost/board_run.ts';
import { type Cost, costOf } from '../../cost/cost.ts';
import { compilerVersion, readCosts, writeCosts } from '../../cost/recorded.ts';
import { costTables } from '../../cost/table.ts';
import { type ExampleName, loadExample } from '../../training/examples.ts';
import { interruptSignal } from '../interrupt.ts';
import { listOption } from '../options.ts';
import { print } from '../print.ts';

const variantNames = variants.map((v) => v.name);

interface Options {
  readonly board: readonly string[];
  readonly variant: readonly string[];
  readonly record?: true;
  readonly check?: true;
  readonly json?: true;
}

/** Errors: training-difference where a count is not the recorded one, or another compiler made the code. */
function demandRecorded(name: ExampleName, costs: readonly Cost[]): void {
  const { compiler, costs: recorded } = readCosts(name);
  const hint = 'look at `--json`; where the change is meant: goldvec cost --record';
  if (compiler !== compilerVersion()) {
    const message = `the counts are those of ${compiler}, this is ${compilerVersion()}`;
    throw new GoldError('training-difference', message, { hint });
  }
  for (const cost of costs) {
    const same = recorded.find((r) => r.board === cost.board && r.variant === cost.variant);
    const moved = (Object.keys(cost) as (keyof Cost)[]).find(
      (key) => JSON.stringify(same?.[key]) !== JSON.stringify(cost[key]),
    );
    if (moved === undefined) continue;
    const [now, before] = [cost[moved], same?.[moved]].map((value) => JSON.stringify(value));
    const message = `${cost.variant} on ${cost.board}: ${moved} is ${now}, recorded is ${before ?? 'nothing'}`;
    throw new GoldError('training-difference', message, { hint });
  }
}

async function cost(name: ExampleName, options: Options): Promise<void> {
  const example = loadExample(name, undefined);
  const isAsked = (names: readonly string[], name: string) =>
    names.length === 0 || names.includes(name);
  const boards = boardNames.filter((name) => isAsked(options.board, name));
  const wanted = variants.filter(({ name }) => isAsked(options.variant, name));
  if (
    options.record === true &&
    boards.length * wanted.length < boardNames.length * variants.length
  ) {
    throw new GoldError('usage-bad-value', '--record takes every board and variant');
  }
  const costs: Cost[] = [];
  const { signal, release } = interruptSignal();
  try {
    for (const board of boards) {
      for (const variant of wanted) {
        costs.push(await costOf(example, variant, board, signal));
      }
    }
  } finally {
    release();
  }
  print(options.json === true ? JSON.stringify(costs, null, 2) : costTables(costs).join('\n'));
  if (options.check === true) demandRecorded(name, costs);
  if (options.record === true) writeCosts(name, costs);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('cost')
    .description('instructions, memory and flash of a training on emulated microcontrollers')
    .addArgument(new Argument('<example>', 'which example').choices(['ecg', 'har']))
    .addOption(listOption('--board <name...>', 'these boards (default: all)', boardNames))
    .addOption(listOption('--variant <name...>', 'these variants (default: all)', variantNames))
    .option('--check', 'fail where a count is not the recorded one')
    .option('--record', 'write the counts of every board and variant')
    .option('--json', 'everything counted as JSON on standard output')
    .action(cost);
}
