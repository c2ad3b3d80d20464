/** The formats of an export by name. */

import { headerFiles } from './c_header.ts';
import type { Entry, ExportFile } from './entry.ts';
import { jsonFiles } from './json.ts';
import { npzFiles } from './npz.ts';
import { type SelfcheckOptions, selfcheckFiles } from './selfcheck.ts';

export const exportFormats = {
  'c-header': headerFiles,
  json: jsonFiles,
  npz: npzFiles,
  selfcheck: selfcheckFiles,
} as const satisfies Record<
  string,
  (entries: readonly Entry[], options?: SelfcheckOptions) => ExportFile[]
>;

export type ExportFormat = keyof typeof exportFormats;
