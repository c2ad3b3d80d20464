/** Backends that a project gives names of its own. */

import { GoldError } from '../../schema/format/errors.ts';
import type { Backend, BackendFactory, BackendOptions } from './backend.ts';
import { endGroup, spawnGroup } from './groups.ts';
import { newBoundedText } from './link.ts';
import { exitReason, processBackend } from './process.ts';

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

/** Runs a command line to its end. Errors: backend-build with what it printed. */
async function build(name: string, line: string, place: Place): Promise<void> {
  const child = await spawnGroup(shell(line, place), 'ignore');
  const printed = newBoundedText();
  child.stdout!.on('data', (chunk: Uint8Array) => printed.add(chunk));
  child.stderr!.on('data', (chunk: Uint8Array) => printed.add(chunk));
  const reason = await new Promise<string | undefined>((resolve) => {
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : exitReason(code, signal)),
    );
  });
  endGroup(child.pid!);
  if (reason === undefined) return;
  throw new GoldError('backend-build', `${name}: the build ${reason}\n${printed.text()}`, {
    hint: `the command was: ${line}`,
  });
}

/** A program under a name. It is built once, however often it is started. */
export function programFactory(name: string, program: NamedProgram): BackendFactory {
  let built: Promise<void> | undefined;
  return {
    id: name,
    summary: program.command,
    isDefault: true,
    available: async () => ({ ok: true }),
    create: (options) => {
      const inner = processBackend(name, shell(program.command, program), options);
      async function start() {
        if (program.build !== undefined) built ??= build(name, program.build, program);
        await built;
        return inner.start();
      }
      return { ...inner, start };
    },
  };
}

/** Another backend under a name. */
export function renamedFactory(name: string, factory: BackendFactory): BackendFactory {
  const create = (options: BackendOptions): Backend => ({ ...factory.create(options), id: name });
  return { ...factory, id: name, isDefault: true, create };
}
