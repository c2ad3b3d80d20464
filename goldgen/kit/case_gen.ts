/** What an op's `cases` function is given: the contract and seeded randomness per case. */

import type { Contract } from '../../reference/contracts.ts';
import type { Random } from './random.ts';

export interface CaseGen {
  readonly contract: Contract;
  /**
   * A generator seeded from `<format>/<op>/<label>` alone, so that adding a case elsewhere never changes
   * this one. Use one label per case.
   */
  readonly random: (label: string) => Random;
  /** real ECG samples (MIT-BIH 208, lead MLII) as raw 11-bit ADC values */
  readonly ecg: () => Uint16Array;
}
