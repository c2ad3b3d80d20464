/** Decides once per stream whether to write colours; picocolors' own default turns them on under CI. */

import pc from 'picocolors';

export type ColourOption = 'auto' | 'always' | 'never';
export type Colours = ReturnType<typeof pc.createColors>;

export interface ColourStream {
  readonly isTTY?: boolean;
}

/** --color, else NO_COLOR, else FORCE_COLOR, else whether the stream is a capable terminal. */
export function wantsColour(
  option: ColourOption,
  env: Readonly<Record<string, string | undefined>>,
  stream: ColourStream,
): boolean {
  if (option !== 'auto') return option === 'always';
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

export function coloursFor(isOn: boolean): Colours {
  return pc.createColors(isOn);
}
