/** One call of a compiler or linker, which an abort ends together with the programs that it runs. */

import { GoldError } from '../../../schema/format/errors.ts';
import { newBoundedText } from '../link.ts';
import { runToEnd } from '../program_end.ts';

const outputMax = 1 << 20;

/** Resolves when the tool has ended well. Errors: backend-build with what it printed, backend-unavailable. */
export async function execute(
  file: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<void> {
  const printed = newBoundedText(outputMax);
  const reason = await runToEnd({ file, args, cwd }, printed, signal);
  if (reason === undefined) return;
  const shown = args.filter((a) => !a.endsWith('.o') && !a.endsWith('.tmp')).join(' ');
  const hint = `the command was: ${file} ${shown}`;
  const said = printed.text();
  throw new GoldError('backend-build', said === '' ? `${file} ${reason}` : said, { hint });
}
