/** Code that the engine made of this program, for the next time that it starts. */

/** Given where the program was compiled into one file. */
declare const GOLDVEC_KEEP_CODE: () => void;

/** Keeps it, the first time; for threads, once they have run what they mostly run, and before they may be ended. */
export function keepCode(): void {
  if (typeof GOLDVEC_KEEP_CODE !== 'undefined') GOLDVEC_KEEP_CODE();
}
