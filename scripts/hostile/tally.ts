/** What one part of the hostile trials has tried, and what was not as expected. */

export interface Tally {
  readonly name: string;
  readonly tried: number;
  /** `<what was tried>: <what happened>` of everything that was not as expected */
  readonly strange: readonly string[];
  /** why something could not be tried here */
  readonly remark?: string;
}

export interface Counter {
  /** Counts one trial; `problem` says what was not as expected. */
  add(what: string, problem: string | undefined): void;
  tally(remark?: string): Tally;
}

export function newCounter(name: string): Counter {
  let tried = 0;
  const strange: string[] = [];
  return {
    add(what, problem) {
      tried++;
      if (problem !== undefined) strange.push(`${what}: ${problem}`);
    },
    tally: (remark) => ({ name, tried, strange, ...(remark === undefined ? {} : { remark }) }),
  };
}
