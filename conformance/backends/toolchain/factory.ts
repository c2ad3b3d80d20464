/** What the backends built from C share: one framed backend per target of a port. */

import type { Backend, BackendFactory, BackendOptions } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import type { OpenLink } from '../link.ts';
import type { BuildOptions } from './build.ts';
import { type Target, targets } from './targets.ts';
import { toolsOf } from './tools.ts';

/** Builds a target and opens a link to it. */
export type OpenBuilt = (id: string, build: BuildOptions) => OpenLink;

/** Makes a backend of a target, optionally with replaced sources or further kernel flags. */
export type MakeBackend = (id: string, options: BackendOptions, build?: BuildOptions) => Backend;

/** The backends of a port differ only in how a built target is opened, and in how fast they are. */
export function builtBackend(open: OpenBuilt, speed: Pick<Backend, 'isSlow'> = {}): MakeBackend {
  return (id, { timeoutMs }, build = {}) => ({
    ...framedBackend({ id, open: open(id, build), timeoutMs, isBuffered: true }),
    ...speed,
  });
}

/** One factory per target of the port, in the order of the table. */
export function factoriesOf(port: Target['port'], make: MakeBackend): readonly BackendFactory[] {
  return targets
    .filter((target) => target.port === port)
    .map((target) => ({
      id: target.id,
      summary: target.summary,
      isDefault: target.isDefault,
      available: () => toolsOf(target),
      create: (options) => make(target.id, options),
    }));
}
