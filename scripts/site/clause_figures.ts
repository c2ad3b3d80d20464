/** Which figure stands below which clause or section; the pages themselves do not know of them. */

import { bitBudget } from './figures/bit_budget.ts';
import { funnelFlow } from './figures/funnel_flow.ts';
import { requantLine } from './figures/requant_line.ts';
import { samePadding } from './figures/same_padding.ts';
import { type Figure, figureMarkup } from './figures/svg.ts';

/** Page and id of a clause or a section → its figure. */
export const figures: Readonly<Record<string, () => Figure>> = {
  'reference/spec/requantization.md#S51': requantLine,
  'reference/spec/funnel.md#S64': funnelFlow,
  'reference/spec/windows.md#S88': samePadding,
  'reference/spec/widths.md#S123': bitBudget,
  'reference/GUIDE.md#why-the-width-must-be-restored': bitBudget,
  'reference/GUIDE.md#what-a-requant-does': requantLine,
  'reference/GUIDE.md#one-operation-from-the-outside': funnelFlow,
  'reference/GUIDE.md#what-else-can-be-one-off': samePadding,
};

export function figureHtml(section: string): string | undefined {
  const figure = figures[section];
  return figure === undefined ? undefined : figureMarkup(figure());
}
