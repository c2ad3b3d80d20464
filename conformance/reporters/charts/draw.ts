/** From what a chart says (Vega-Lite) to SVG. Loaded on demand, because few commands draw. */

import { compile, parse, type TopLevelSpec, View } from './vega.ts';

/** Colours are variables of the page, so that a picture follows it into the dark. */
const config: NonNullable<TopLevelSpec['config']> = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--soft)',
    labelFontSize: 12,
    titleColor: 'var(--soft)',
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gridColor: 'var(--line)',
    domain: false,
    ticks: false,
    labelPadding: 6,
    labelOverlap: true,
  },
  text: { color: 'var(--soft)', fontSize: 12 },
};

/** The names of XML that SVG needs in a file of its own, but not within a page. */
const namespaces = /^<svg( xmlns(:xlink)?="[^"]*")*/;

/** The SVG of a chart for a page; it loads nothing. Errors: those of the library, for a chart that it does not know. */
export async function drawSvg(chart: TopLevelSpec): Promise<string> {
  const { spec } = compile(chart, { config });
  const view = new View(parse(spec), { renderer: 'none' });
  try {
    return (await view.toSVG()).replace(namespaces, '<svg');
  } finally {
    view.finalize();
  }
}
