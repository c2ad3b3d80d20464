/** Adapters of primitives that write one tensor, which is then emitted. */

import type { Tensor } from '../../../reference/tensor.ts';
import type { Replay, ReplayFn } from '../types.ts';

/** `made` gives the tensor, `run` writes it. */
export function writing(
  name: string,
  made: (r: Replay) => Tensor,
  run: (r: Replay, t: Tensor) => void,
): ReplayFn {
  return (r) => {
    const t = made(r);
    run(r, t);
    r.emit(name, t);
  };
}

/** The output `y`, of which the recording has the record. */
export function writingY(run: (r: Replay, y: Tensor) => void): ReplayFn {
  return writing('y', (r) => r.tensor('y_target'), run);
}
