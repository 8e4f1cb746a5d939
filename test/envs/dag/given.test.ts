/** The simulator goes on from tasks that are placed already, busy processors and releases, as planners do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DagModel, DagSimulator } from '../../../envs/dag/index.js';
import { dagInvariants, dagMetrics, dagTrace } from '../../../envs/dag/outcome.js';
import { DagView, TIME_UNIT } from '../../../envs/dag/view.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import { createRng, type Rng } from '../../../src/rng.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryProblem } from '../../fixtures/problems.js';
import { named } from './fixtures.js';

/** Places available tasks at random, at most `count`. */
function wander(simulator: DagSimulator, rng: Rng, count: number): void {
  const { cost, processorCount: m } = simulator.model.problem;
  for (let i = 0; i < count && !simulator.complete; i++) {
    const waiting = Array.from(simulator.available.subarray(0, simulator.availableCount)).filter(
      (task) => simulator.processor[task] < 0,
    );
    const task = waiting[rng.integer(waiting.length)];
    const able = Array.from({ length: m }, (_, k) => k).filter((k) => cost[task * m + k] < Number.POSITIVE_INFINITY);
    simulator.place(task, able[rng.integer(able.length)]);
  }
}

/** The problem that is left after some random placements, later on. */
function midway(problem: DagProblem, rng: Rng): DagProblem {
  const simulator = new DagSimulator(new DagModel(named(problem)), 'insertion');
  wander(simulator, rng, rng.integer(problem.taskCount));
  const { processor, start, finish } = simulator.schedule();
  return {
    ...problem,
    fixedProcessor: processor,
    fixedStart: start,
    fixedFinish: finish,
    availableFrom: problem.availableFrom.map(() => rng.integer(9)),
    release: problem.release.map(() => rng.integer(9)),
  };
}

describe('an instance with placed tasks, busy processors and releases', () => {
  it('is completed to a valid schedule that keeps them, and shown as it is', () => {
    fc.assert(
      fc.property(arbitraryProblem, fc.nat(), fc.boolean(), (table, seed, append) => {
        const rng = createRng(seed);
        const problem = midway(problemOf(table), rng);
        const simulator = new DagSimulator(new DagModel(named(problem)), append ? 'append' : 'insertion');
        const view = new DagView(16, ['a', 'b', 'c', 'd'].slice(0, problem.processorCount));
        view.begin(simulator);
        expect(dagInvariants(simulator, view)).toEqual([]);
        const { items, resources, shape, mask } = view.table;
        while (!simulator.complete) {
          const slot = items.slots[rng.integer(items.count)];
          const k = mask.indexOf(1, slot * shape.resources) - slot * shape.resources;
          simulator.place(items.id[slot], k);
          view.placed(slot, k);
          expect(dagInvariants(simulator, view)).toEqual([]);
        }
        expect(validateSchedule(problem, simulator.schedule())).toEqual([]);
        expect(resources.queueLength.reduce((sum, tasks) => sum + tasks, 0)).toBe(problem.taskCount);
        expect(dagTrace(simulator, TIME_UNIT)).toMatchObject({ length: problem.taskCount });
        expect(dagMetrics(simulator, simulator.placed)).toMatchObject({ unplacedTasks: 0 });
      }),
      { numRuns: 60 },
    );
  });
});
