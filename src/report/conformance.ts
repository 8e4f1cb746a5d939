/**
 * The outcome of replaying one recorded case: the shape that every area's replay returns and the `conformance`
 * command prints, one line a case.
 */

/** One replayed case. */
export interface ConformanceCase {
  readonly name: string;
  readonly passed: boolean;
  /** The first difference, where there is one: what, what was recorded, what came out. */
  readonly difference?: string;
}
