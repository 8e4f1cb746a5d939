/** Jobs planned one after another: what is planned for the older ones does not depend on the newer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planJobByJob } from '../../../agents/heft/job-by-job.js';
import { firstTasks } from '../../../agents/heft/live-problem.js';
import { Heft, Peft } from '../../../agents/index.js';
import { TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { type DagTable, problemOf } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';
import { arbitraryProblem } from '../../fixtures/problems.js';

/** Two jobs as one problem, the second behind the first; `carried` edges lead from the first to the second. */
function joined(first: DagTable, second: DagTable, carried: readonly Edge[] = []): DagTable {
  const n = first.cost.length;
  const moved = second.edges.map(([from, to, volume]): Edge => [from + n, to + n, volume]);
  return { cost: [...first.cost, ...second.cost], edges: [...first.edges, ...moved, ...carried] };
}

describe('planJobByJob', () => {
  it.each([new Heft(), new Peft()])('plans the first job as if it were alone ($name)', (planner) => {
    fc.assert(
      fc.property(arbitraryProblem, fc.nat(100), (spec, volume) => {
        const width = spec.cost[0].length;
        const second = {
          cost: TOPCUOGLU.cost.map((row) => Array.from({ length: width }, (_, k) => row[k % 3])),
          edges: TOPCUOGLU.edges,
        };
        const n = spec.cost.length;
        const both = problemOf({ ...joined(spec, second, [[0, n, volume]]), bandwidth: spec.bandwidth ?? 1 });
        const schedule = planJobByJob(planner, both, { start: Int32Array.of(0, n, n + 10), count: 2 });
        const alone = planner.plan(problemOf(spec));
        expect(schedule.processor.subarray(0, n)).toEqual(alone.processor);
        expect(schedule.start.subarray(0, n)).toEqual(alone.start);
        expect(schedule.makespan).toBe(Math.max(...schedule.finish));
        const arrival = schedule.processor[n] === schedule.processor[0] ? 0 : volume / (spec.bandwidth ?? 1);
        expect(schedule.start[n]).toBeGreaterThanOrEqual(schedule.finish[0] + arrival - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('cuts a problem to its first tasks', () => {
    const cut = firstTasks(problemOf(joined(TOPCUOGLU, TOPCUOGLU, [[9, 10, 3]])), 10);
    const alone = problemOf(TOPCUOGLU);
    expect(cut.successorStart).toEqual(alone.successorStart);
    expect(cut.successor).toEqual(alone.successor);
    expect(cut.volume).toEqual(alone.volume);
    expect(new Heft().plan(cut).makespan).toBe(80);
  });
});
