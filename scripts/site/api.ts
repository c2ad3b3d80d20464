/** The pages of the programmatic interface, which TypeDoc writes from the comments of `scripts/api/`. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Application } from 'typedoc';
import { root } from '../cli/paths.ts';

const entryPoints = ['index', 'reference', 'vectors', 'protocol'].map((name) =>
  join(root, 'scripts', 'api', `${name}.ts`),
);

/** Writes one page for each export into the folder; `index.md` lists the entry points. */
export async function writeApiPages(folder: string): Promise<void> {
  const options = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints,
    out: folder,
    tsconfig: join(root, 'tsconfig.json'),
    readme: 'none',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    disableSources: true,
    logLevel: 'Error',
    name: 'The package goldvec',
  } as const;
  const app = await Application.bootstrapWithPlugins(options as never);
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the entry points');
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('TypeDoc could not write the pages');
  if (readdirSync(folder).length < 2) throw new Error(`TypeDoc wrote nothing to ${folder}`);
}
