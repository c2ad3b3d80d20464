/** `npm run conformance`: sets up, then runs every committed vector on every backend of this machine. */

import { root, setup } from './setup.mjs';
import { runShown } from './totals.mjs';

await setup();
const { status } = await runShown(process.execPath, [
  `${root}/scripts/goldvec.mjs`,
  'run',
  ...process.argv.slice(2),
]);
process.exitCode = status;
