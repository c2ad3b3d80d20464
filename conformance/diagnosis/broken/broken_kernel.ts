/** A deliberately broken C kernel, and what a diagnosis has to call it. */

export interface BrokenKernel {
  readonly id: string;
  /** what was done, in the words of the one who did it */
  readonly mistake: string;
  /** below `conformance/c/kernels/` */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** ops that are run; the mistake shows in some of them and not in others */
  readonly ops: readonly string[];
  /** the first line of a right diagnosis: the id of a known mistake, or words that name it */
  readonly named: RegExp;
}
