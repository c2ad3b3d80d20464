/** One call of a compiler or linker, which an abort ends together with the programs that it runs. */

import { GoldError } from '../../../schema/format/errors.ts';
import { endGroup, spawnGroup } from '../groups.ts';

const outputMax = 1 << 20;

/** Resolves when the tool has ended well. Errors: backend-build with what it printed, backend-unavailable. */
export async function execute(
  file: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const child = await spawnGroup({ file, args, cwd }, 'ignore');
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < outputMax) output += text;
    });
  }
  const onAbort = (): void => endGroup(child.pid!);
  signal.addEventListener('abort', onAbort, { once: true });
  // it may have come while the tool started
  if (signal.aborted) onAbort();
  const status = await new Promise((resolve) => {
    child.once('close', (code, killer) => resolve(code ?? killer));
  });
  signal.removeEventListener('abort', onAbort);
  endGroup(child.pid!);
  if (status === 0) return;
  const shown = args.filter((a) => !a.endsWith('.o') && !a.endsWith('.tmp')).join(' ');
  const hint = `the command was: ${file} ${shown}`;
  const said = output.trim();
  throw new GoldError('backend-build', said === '' ? `${file} ended with ${status}` : said, {
    hint,
  });
}
