/** Backends that a project gives names of its own. */

import { GoldError } from '../../schema/format/errors.ts';
import type { Backend, BackendFactory, BackendOptions } from './backend.ts';
import { framedBackend } from './framed.ts';
import { newBoundedText, type OpenLink } from './link.ts';
import { openProcess } from './process.ts';
import { runToEnd } from './program_end.ts';

export interface NamedProgram {
  /** command line, run by the shell */
  readonly command: string;
  /** command line that builds it, run once before its first start */
  readonly build?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Place = Pick<NamedProgram, 'cwd' | 'env'>;

function shell(line: string, { cwd, env }: Place) {
  return {
    file: '/bin/sh',
    args: ['-c', line],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  };
}

/** Errors: backend-build with what it printed. */
async function build(name: string, line: string, place: Place, signal: AbortSignal): Promise<void> {
  const printed = newBoundedText();
  const reason = await runToEnd(shell(line, place), printed, signal);
  if (reason === undefined) return;
  throw new GoldError('backend-build', `${name}: the build ${reason}\n${printed.text()}`, {
    hint: `the command was: ${line}`,
  });
}

/** A program under a name. It is built once, however often it is started. */
export function programFactory(name: string, program: NamedProgram): BackendFactory {
  let built: Promise<void> | undefined;
  const openProgram = openProcess(shell(program.command, program));
  const open: OpenLink = async (events, signal) => {
    if (program.build !== undefined) built ??= build(name, program.build, program, signal);
    await built;
    return openProgram(events, signal);
  };
  return {
    id: name,
    summary: program.command,
    isDefault: true,
    available: async () => ({ ok: true }),
    create: ({ timeoutMs }) => framedBackend({ id: name, open, timeoutMs, isBuffered: true }),
  };
}

/** Another backend under a name. */
export function renamedFactory(name: string, factory: BackendFactory): BackendFactory {
  const create = (options: BackendOptions): Backend => ({ ...factory.create(options), id: name });
  return { ...factory, id: name, isDefault: true, create };
}
