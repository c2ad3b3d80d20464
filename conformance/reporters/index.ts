/** Reporters by name. */

import { newBadge } from './badge.ts';
import { newGithub } from './github.ts';
import { newHtml } from './html/index.ts';
import { newJson } from './json.ts';
import { newJunit } from './junit.ts';
import { newMarkdown } from './markdown.ts';
import { newPretty } from './pretty.ts';
import type { ReporterFactory } from './reporter.ts';
import { newTap } from './tap.ts';

export const reporters: ReadonlyMap<string, ReporterFactory> = new Map(
  Object.entries({
    pretty: newPretty,
    json: newJson,
    junit: newJunit,
    tap: newTap,
    html: newHtml,
    github: newGithub,
    markdown: newMarkdown,
    badge: newBadge,
  }),
);
