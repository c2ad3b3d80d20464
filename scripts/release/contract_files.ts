/** The files of a release of one contract. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFile, newManifest } from '../../goldgen/manifest.ts';
import { encodeShared } from '../../goldgen/shared.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { manifestText } from '../../schema/format/manifest.ts';
import type { Manifest } from '../../schema/format/types.ts';
import { type VectorFolder, vectorPath } from '../../schema/format/vector_folder.ts';
import type { Files } from './archive.ts';
import { marksOf, smokeOf } from './levels.ts';

const utf8 = new TextEncoder();

function vectorFiles({ files, canonicalOf }: VectorFolder, contract: string) {
  const mine = files.filter((file) => file.contract === contract);
  const written: Record<string, Uint8Array> = {};
  const entries = mine.map((file) => {
    const { bytes, files: read } = encodeShared([file], canonicalOf);
    written[`vectors/${vectorPath(file.op)}`] = bytes;
    return manifestFile(vectorPath(file.op), read, bytes);
  });
  const manifest = newManifest(entries);
  written['vectors/manifest.json'] = utf8.encode(manifestText(manifest));
  return { manifest, written };
}

/** The schemas of the formats, and those of the ops of the manifest. */
function schemaPaths(root: string, { files }: Manifest): string[] {
  const schemas = (folder: string): string[] =>
    readdirSync(join(root, folder)).filter((name) => name.endsWith('.schema.json'));
  const ops = new Set(files.map(({ op }) => op));
  return [
    ...schemas('schema').map((name) => `schema/${name}`),
    ...schemas('schema/ops')
      .filter((name) => ops.has(name.split('.')[0]!))
      .map((name) => `schema/ops/${name}`),
  ];
}

function pageOf(version: string, contract: string, { totals }: Manifest): string {
  return `# Gold vectors of ${contract}

goldvec ${version}: ${totals.cases} cases of ${totals.files} ops under the contract \`${contract}\`, bit for bit.

| file | what |
|---|---|
| \`vectors/<op>.mp\` | the cases of an op: calls, answers, and the mistake that each case catches |
| \`vectors/manifest.json\` | every vector file with its sha256 |
| \`vectors/smoke.json\` | the few cases that catch what all of them catch |
| \`vectors/sensitivity.json\` | which cases notice which arithmetic of a platform |
| \`vectors/errata.json\`, \`vectors/CHANGELOG.md\` | cases that were withdrawn, answers that moved, with the reasons; of all contracts |
| \`schema/\` | JSON Schemas of the formats and of the calls of each op |
| \`schema/FORMAT.md\`, \`schema/read_vectors.py\` | the format in words; a reader that needs nothing but Python |
| \`SHA256SUMS\` | the sum of every file |

\`\`\`sh
sha256sum -c SHA256SUMS
python3 schema/read_vectors.py vectors
goldvec run --vectors vectors --backend "cmd:./my_backend"
\`\`\`
`;
}

/**
 * Contents by path of a release of the contract, out of the vectors of the tree at `root`. Errors: contract-unknown.
 */
export function contractFiles(
  root: string,
  folder: VectorFolder,
  contract: string,
  version: string,
): Files {
  const { manifest, written } = vectorFiles(folder, contract);
  if (manifest.files.length === 0) {
    throw new GoldError('contract-unknown', `no vector is for the contract "${contract}"`);
  }
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const texts: Record<string, string> = {
    'README.md': pageOf(version, contract, manifest),
    LICENSE: read('LICENSE'),
    'schema/FORMAT.md': read('schema/README.md'),
    'schema/read_vectors.py': read('schema/examples/read_vectors.py'),
    'vectors/CHANGELOG.md': read('vectors/CHANGELOG.md'),
    'vectors/errata.json': read('vectors/errata.json'),
    'vectors/smoke.json': smokeOf(read('vectors/smoke.json'), contract),
    'vectors/sensitivity.json': marksOf(read('vectors/sensitivity.json'), contract),
  };
  for (const path of schemaPaths(root, manifest)) texts[path] = read(path);
  const encoded = Object.entries(texts).map(([path, text]) => [path, utf8.encode(text)] as const);
  return { ...written, ...Object.fromEntries(encoded) };
}
