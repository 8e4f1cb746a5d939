/** Where a migration stands, and why it may end early. */

/** Why a migration ended early, by index of `aborted`. */
export const ABORT_REASONS = ['finished', 'preempted', 'memory', 'place', 'drained'] as const;
export const FINISHED = 0;
export const PREEMPTED = 1;
export const MEMORY = 2;
export const PLACE = 3;
export const DRAINED = 4;

/** Where the migration of a source stands. */
export const IDLE = 0;
export const COPYING = 1; // complete blocks, while the request runs
export const BOUNDARY = 2; // waits for the end of the iteration
export const STOPPED = 3; // the rest is copied, nobody runs it
export const RETURNING = 4; // given up while stopped; waits for a place at the source
export const QUEUE = 5; // a waiting request is on its way to another queue
export const VOID = 6; // given up, but the copy under way still occupies both
