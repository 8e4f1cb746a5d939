/** Random problems with everything a problem may have: contention, unlike links, releases, closed processors, placed tasks. */
import fc from 'fast-check';
import { CONTENTIONS, type Contention, type DagProblem, problemOf } from '../../../src/planner.js';
import { arbitraryProblem } from '../../fixtures/problems.js';

const numbers = fc.infiniteStream(fc.nat(1000));

export interface MachineOptions {
  readonly contention: readonly Contention[];
}

/** No tasks are placed. Half of the problems have links that differ; half have no task of length 0. */
export function arbitraryMachine({ contention = CONTENTIONS }: Partial<MachineOptions> = {}): fc.Arbitrary<DagProblem> {
  return fc
    .record({
      table: arbitraryProblem,
      shared: fc.constantFrom(...contention),
      unlike: fc.boolean(),
      released: fc.boolean(),
      longer: fc.boolean(),
      numbers,
    })
    .map(({ table, shared, unlike, released, longer, numbers: stream }) => {
      const next = (below: number) => (stream.next().value as number) % below;
      const base = problemOf(table);
      return {
        ...base,
        contention: shared,
        cost: longer ? base.cost.map((cost) => cost + 1) : base.cost,
        bandwidth: unlike ? base.bandwidth.map(() => [0.5, 1, 2, Number.POSITIVE_INFINITY][next(4)]) : base.bandwidth,
        startup: unlike ? base.startup.map(() => [0, 0, 1, 2.5][next(4)]) : base.startup.fill(next(3)),
        release: released ? base.release.map(() => next(6)) : base.release,
        availableFrom: released ? base.availableFrom.map(() => next(9)) : base.availableFrom,
      };
    });
}

/** The same problem after its schedule has been followed for a while: what had begun is placed. */
export function cutProblem(
  problem: DagProblem,
  schedule: { processor: Int32Array; start: Float64Array; finish: Float64Array; makespan: number },
  share: number,
): DagProblem {
  const cut = schedule.makespan * share;
  const begun = (task: number) => schedule.start[task] < cut;
  return {
    ...problem,
    release: problem.release.map((time) => Math.max(time, cut)),
    availableFrom: problem.availableFrom.map((time) => Math.max(time, cut)),
    fixedProcessor: schedule.processor.map((k, task) => (begun(task) ? k : -1)),
    fixedStart: schedule.start.map((time, task) => (begun(task) ? time : 0)),
    fixedFinish: schedule.finish.map((time, task) => (begun(task) ? time : 0)),
  };
}
