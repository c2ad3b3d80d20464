/** The sub-commands that work on the sources, and all commands of a clone. */

import { type CommandLoaders, commandLoaders, type sourceCommandNames } from './index.ts';

const ofSources = {
  cost: async () => (await import('./cost.ts')).register,
  gen: async () => (await import('./gen.ts')).register,
  gate: async () => (await import('./gate.ts')).register,
  raise: async () => (await import('./raise.ts')).register,
  add: async () => (await import('./add.ts')).register,
  'new-op': async () => (await import('./new_op.ts')).register,
  'new-contract': async () => (await import('./new_contract.ts')).register,
  remove: async () => (await import('./remove.ts')).registerRemove,
  replace: async () => (await import('./remove.ts')).registerReplace,
  fmt: async () => (await import('./fmt.ts')).register,
  lint: async () => (await import('./lint.ts')).register,
  status: async () => (await import('./status.ts')).register,
  spec: async () => (await import('./spec.ts')).register,
  mutate: async () => (await import('./mutate.ts')).register,
  propagation: async () => (await import('./propagation.ts')).register,
  sensitivity: async () => (await import('./sensitivity.ts')).register,
  sync: async () => (await import('./sync.ts')).register,
  crosscheck: async () => (await import('./crosscheck.ts')).registerCrosscheck,
  pack: async () => (await import('./pack.ts')).register,
} as const satisfies CommandLoaders & Record<(typeof sourceCommandNames)[number], unknown>;

/** Every command of a clone, in the order of `goldvec --help`. */
export const cloneCommands: CommandLoaders = commandLoaders(ofSources);
