/** `manifest.json` of a vector folder, in format 2 and in the older format 1, read into one form. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from './errors.ts';
import { inFile, readBytes } from './file_bytes.ts';
import {
  type Manifest,
  type ManifestEntry,
  type ManifestFile,
  type SingleManifestFile,
  singleFormat,
} from './types.ts';
import { validateManifest, validateSingleManifest } from './validate.ts';

export const manifestName = 'manifest.json';

function shared({ path, op, bytes, sha256, ...part }: SingleManifestFile): ManifestFile {
  return { path, op, bytes, sha256, contracts: [{ ...part, sha256 }] };
}

function single({ path, op, bytes, sha256, contracts }: ManifestFile): SingleManifestFile {
  const { contract, op_version, cases } = contracts[0]!;
  return { path, contract, op, op_version, cases, bytes, sha256 };
}

/** A file and each of its contracts on a line. */
function fileText({ contracts, ...file }: ManifestFile): string {
  const lines = contracts.map((part) => JSON.stringify(part));
  return `${JSON.stringify(file).slice(0, -1)},"contracts":[\n${lines.join(',\n')}\n]}`;
}

/** The canonical text of a manifest, in its own format. */
export function manifestText({ format, files, totals }: Manifest): string {
  if (format === singleFormat) {
    return `${JSON.stringify({ format, files: files.map(single), totals }, null, 2)}\n`;
  }
  const listed = files.map(fileText).join(',\n');
  return `{"format":${format},"files":[\n${listed}\n],"totals":${JSON.stringify(totals)}}\n`;
}

function normalised(json: unknown): Manifest {
  const isSingle = (json as { format?: unknown } | null)?.format === singleFormat;
  if (!isSingle) return validateManifest(json);
  const manifest = validateSingleManifest(json);
  return { ...manifest, files: manifest.files.map(shared) };
}

/**
 * A manifest out of its bytes: UTF-8 without a byte order mark, by its schema, each path once. Errors: vector-schema,
 * vector-invariant.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const shown = manifestName;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new GoldError('vector-schema', 'the manifest is no JSON', { path: shown, cause });
  }
  const manifest = inFile(shown, () => normalised(json));
  const seen = new Set<string>();
  for (const [i, { path }] of manifest.files.entries()) {
    if (seen.has(path)) {
      const message = `"${path}" is listed twice`;
      throw new GoldError('vector-invariant', message, { path: `${shown}: files/${i}/path` });
    }
    seen.add(path);
  }
  return manifest;
}

/** The manifest of a folder. Errors: file-missing, which names the folder; file-unreadable, and those of parsing. */
export function readManifest(dir: string): Manifest {
  const path = join(dir, manifestName);
  if (!existsSync(path)) {
    const message = existsSync(dir)
      ? `no vectors are in the folder: it has no ${manifestName}`
      : 'the folder of vectors does not exist';
    const hint = 'name the folder with --vectors; `goldvec gen` writes that of a clone';
    throw new GoldError('file-missing', message, { path: dir, hint });
  }
  return parseManifest(readBytes(path, manifestName));
}

/** What a folder holds, contract by contract, each sorted by op. */
export function entriesOf({ files }: Manifest): ManifestEntry[] {
  const entries = files.flatMap(({ path, op, contracts }) =>
    contracts.map((part) => ({ path, op, ...part })),
  );
  const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  return entries.sort((a, b) => order(a.contract, b.contract) || order(a.op, b.op));
}
