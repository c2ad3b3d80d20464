/** Vector folders of either format out of given cases, for tests: what the files and the manifest hold. */

import { encode } from './codec.ts';
import { sha256 } from './file_bytes.ts';
import { manifestText } from './manifest.ts';
import { shareFiles } from './shared_file.ts';
import { formatVersion, type ManifestFile, singleFormat, type VectorFile } from './types.ts';

function partOf(file: VectorFile): ManifestFile['contracts'][number] {
  const { contract, op_version, cases } = file;
  return { contract, op_version, cases: cases.length, sha256: sha256(encode(file)) };
}

/** The bytes of the file of one op in a format, and its entry in the manifest; format 1 takes one contract. */
export function sampleEntry(
  format: number,
  files: readonly VectorFile[],
): { readonly bytes: Uint8Array; readonly entry: ManifestFile } {
  const [{ op, contract }] = files as [VectorFile];
  const isSingle = format === singleFormat;
  const bytes = encode(isSingle ? files[0] : shareFiles(files));
  const path = isSingle ? `${contract}/${op}.mp` : `${op}.mp`;
  const common = { path, op, bytes: bytes.length, sha256: sha256(bytes) };
  return { bytes, entry: { ...common, contracts: files.map(partOf) } };
}

/** The text of a manifest with the given entries. */
export function sampleManifest(format: number, files: readonly ManifestFile[]): string {
  const cases = files.flatMap(({ contracts }) => contracts).reduce((sum, p) => sum + p.cases, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return manifestText({ format, files, totals: { files: files.length, cases, bytes } });
}

/** Path → content of a whole folder. */
export function sampleFolder(
  format: number,
  all: readonly VectorFile[],
): Map<string, string | Uint8Array> {
  const ops = [...new Set(all.map(({ op }) => op))].sort();
  const groups =
    format === formatVersion
      ? ops.map((op) => all.filter((file) => file.op === op))
      : all.map((file) => [file]);
  const made = groups.map((files) => sampleEntry(format, files));
  const entries = made.map(({ entry }) => entry).sort((a, b) => (a.path < b.path ? -1 : 1));
  return new Map<string, string | Uint8Array>([
    ...made.map(({ bytes, entry }) => [entry.path, bytes] as const),
    ['manifest.json', sampleManifest(format, entries)],
  ]);
}
