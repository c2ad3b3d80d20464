/** What a configuration says where the command line says nothing. */

import type { SkipReason } from '../../conformance/core/events.ts';
import type { Level } from '../../conformance/core/level.ts';
import type { OverflowPolicy } from '../../conformance/core/overflow_policy.ts';
import type { GoldvecConfig } from './config.ts';

/** Options of `goldvec run` that a configuration can give. */
export interface ConfiguredOptions {
  readonly contract: readonly string[];
  readonly op: readonly string[];
  readonly requireOps: readonly string[];
  readonly failOnSkip: readonly SkipReason[];
  readonly level: Level;
  readonly overflow: OverflowPolicy;
  readonly knownFailures?: string;
  readonly reporter: readonly string[];
  readonly vectors: string;
  readonly timeoutMs: number;
}

const fields = {
  contract: 'contracts',
  op: 'ops',
  requireOps: 'required',
  failOnSkip: 'failOnSkip',
  level: 'level',
  overflow: 'overflow',
  knownFailures: 'knownFailures',
  reporter: 'reporters',
  vectors: 'vectors',
  timeoutMs: 'timeoutMs',
} as const satisfies Record<keyof ConfiguredOptions, keyof GoldvecConfig>;

/** The options, with those of the configuration where `isGiven` says that the command line has none. */
export function withConfig<T extends ConfiguredOptions>(
  options: T,
  config: GoldvecConfig,
  isGiven: (name: keyof ConfiguredOptions) => boolean,
): T {
  const names = Object.keys(fields) as (keyof ConfiguredOptions)[];
  const taken = names.filter((name) => !isGiven(name) && config[fields[name]] !== undefined);
  return { ...options, ...Object.fromEntries(taken.map((name) => [name, config[fields[name]]])) };
}
