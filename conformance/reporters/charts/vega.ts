/** What is used of the chart library; the package carries it in one file, so that its users need not install it. */

export { parse, View } from 'vega';
export { compile, type TopLevelSpec } from 'vega-lite';
