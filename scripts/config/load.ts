/** Finds, reads and checks the configuration of a project. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import configSchema from '../../schema/config.schema.json' with { type: 'json' };
import { describeSchemaErrors, newAjv } from '../../schema/format/ajv.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { isConfig } from '../../schema/gen/validators.js';
import { isPackage } from '../cli/paths.ts';
import type { GoldvecConfig, ProgramConfig } from './config.ts';

export const configNames = [
  'goldvec.config.ts',
  'goldvec.config.mjs',
  'goldvec.config.js',
  'goldvec.config.json',
] as const;

export interface LoadedConfig {
  readonly config: GoldvecConfig;
  /** absolute; `undefined` where the project has no configuration */
  readonly path?: string;
}

/** The configuration in a folder. Errors: usage-bad-value where there are two. */
function findIn(folder: string): string | undefined {
  const found = configNames.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (found.length > 1) {
    throw new GoldError('usage-bad-value', `there are two configurations: ${found.join(', ')}`, {
      hint: 'remove one, or name one with --config',
    });
  }
  return found[0];
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new GoldError('usage-bad-value', `no JSON: ${message}`, { path, cause });
  }
}

interface ConfigModule {
  readonly default?: unknown;
}

/** Loads TypeScript in a clone under every Node; in the package it is up to Node. */
async function loaded(path: string): Promise<ConfigModule> {
  const address = pathToFileURL(path).href;
  if (isPackage || !path.endsWith('.ts')) return await import(address);
  const { tsImport } = await import('tsx/esm/api');
  const module = (await tsImport(address, import.meta.url)) as ConfigModule;
  // in a project without "type": "module" the exports are those of CommonJS
  const exported = module.default as (ConfigModule & { readonly __esModule?: true }) | undefined;
  return exported?.__esModule === true ? exported : module;
}

async function imported(path: string): Promise<unknown> {
  try {
    return (await loaded(path)).default;
  } catch (cause) {
    const { code, message } = cause as { readonly code?: string; readonly message: string };
    const isUnknown = code === 'ERR_UNKNOWN_FILE_EXTENSION';
    const hint = isUnknown
      ? 'TypeScript needs Node 22.18 or later; write goldvec.config.mjs or .json'
      : 'export it: export default { … }';
    throw new GoldError('usage-bad-value', `cannot be loaded: ${message}`, { path, hint, cause });
  }
}

function validated(value: unknown, path: string): GoldvecConfig {
  if (isConfig(value)) return value as GoldvecConfig;
  const validate = newAjv().compile(configSchema);
  if (validate(value)) return value as GoldvecConfig;
  const { path: at, message } = describeSchemaErrors(validate.errors ?? []);
  throw new GoldError('usage-bad-value', `${at}: ${message}`, {
    path,
    hint: 'schema/config.schema.json describes the fields',
  });
}

/** Paths in the file are relative to it. */
function located(config: GoldvecConfig, folder: string): GoldvecConfig {
  const at = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const backends = Object.entries(config.backends ?? {}).map(([name, backend]) => [
    name,
    typeof backend === 'string'
      ? backend
      : ({ ...backend, cwd: at(backend.cwd ?? '.') } satisfies ProgramConfig),
  ]);
  return {
    ...config,
    ...(config.backends === undefined ? {} : { backends: Object.fromEntries(backends) }),
    ...(config.knownFailures === undefined ? {} : { knownFailures: at(config.knownFailures) }),
    ...(config.vectors === undefined ? {} : { vectors: at(config.vectors) }),
  };
}

/**
 * The configuration named by `--config`, or that of the working folder, or none.
 * Errors: file-missing, usage-bad-value with the field.
 */
export async function loadConfig(named?: string, folder = process.cwd()): Promise<LoadedConfig> {
  const path = named === undefined ? findIn(folder) : resolve(folder, named);
  if (path === undefined) return { config: {} };
  if (!existsSync(path)) throw new GoldError('file-missing', 'no such configuration', { path });
  const value = path.endsWith('.json') ? parsed(path) : await imported(path);
  return { config: located(validated(value, path), dirname(path)), path };
}
