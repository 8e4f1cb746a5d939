/**
 * What the environment makes of decisions: schedules that the validator accepts, never longer than those that a planner
 * had in mind, the same again from a copy, and the same as the planners' own partial schedule.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agents, makeAgent, makePlanner, planners } from '../../../src/registry.js';
import '../../../agents/index.js';
import { digest } from '../../../src/check/digest.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { CONTENTIONS, type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { createRng } from '../../../src/rng.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryProblem } from '../../fixtures/problems.js';
import { envOf, play, withLinks } from './fixtures.js';

const ROUNDING = 1 + 1e-12;

/** Tasks by planned start; of those that start together, predecessors first. */
function startOrder(problem: DagProblem, { start }: Schedule): number[] {
  const { position } = problemGraph(problem, 'test');
  return Array.from(start.keys()).sort((a, b) => start[a] - start[b] || position[a] - position[b]);
}

/** Every task takes time: work without length that starts with other work could be pushed behind it. */
const arbitraryWork = arbitraryProblem.map(({ cost, ...rest }) => ({
  ...rest,
  cost: cost.map((row) => row.map((time) => time + 1)),
}));

/** Places every task where a schedule has it, in order of start; the makespan that comes of it. */
function follow(problem: DagProblem, plan: Schedule, placement: string): number {
  const env = envOf(problem, { placement });
  env.reset({ seed: 0 });
  const { graph, shape } = env.view();
  for (const task of startOrder(problem, plan)) {
    expect(graph.nodeItem[task]).toBeGreaterThanOrEqual(0);
    env.step(graph.nodeItem[task] * shape.resources + plan.processor[task]);
  }
  expect(env.invariants()).toEqual([]);
  return env.metrics().makespan;
}

const PLANNERS = planners.all().map(({ id, create }) => [id, create] as const);

describe.each(PLANNERS)('planner %s', (_, create) => {
  it('plans nothing shorter than what comes of its placements in order of start', () => {
    fc.assert(
      fc.property(arbitraryWork, fc.constantFrom('insertion', 'append'), (table, placement) => {
        const problem = problemOf(table);
        const plan = create().plan(problem);
        expect(follow(problem, plan, placement)).toBeLessThanOrEqual(plan.makespan * ROUNDING);
      }),
      { numRuns: 15 },
    );
  });
});

/** Agents that follow a plan, with their planner. */
const FOLLOWERS = planners.all().flatMap(({ id }) => {
  const agent = agents.has(`static-${id}`) ? `static-${id}` : id;
  return agents.has(agent) && agents.get(agent).tags.includes('planner') ? [[agent, id] as const] : [];
});

describe.each(FOLLOWERS)('agent %s', (agent, id) => {
  it('plays no longer a schedule than its planner plans', () => {
    fc.assert(
      fc.property(arbitraryWork, (table) => {
        const problem = problemOf(table);
        const env = envOf(problem);
        env.reset({ seed: 0 });
        play(env, makeAgent(agent));
        expect(env.metrics().makespan).toBeLessThanOrEqual(makePlanner(id).plan(problem).makespan * ROUNDING);
      }),
      { numRuns: 12 },
    );
  });
});

describe.each(CONTENTIONS)('contention %s', (contention) => {
  const arbitrary = fc.record({
    table: arbitraryProblem,
    links: fc.nat(),
    actions: fc.nat(),
    placement: fc.constantFrom('insertion' as const, 'append' as const),
  });

  it('gives schedules that the validator accepts, and pays minus their makespan', () => {
    fc.assert(
      fc.property(arbitrary, ({ table, links, actions, placement }) => {
        const problem = withLinks(problemOf(table), { contention, seed: links });
        const env = envOf(problem, { placement });
        env.reset({ seed: 0 });
        expect(env.invariants()).toEqual([]);
        const rewards = play(env, makeAgent('random'), {
          seed: actions,
          each: () => expect(env.invariants()).toEqual([]),
        });
        expect(validateSchedule(problem, env.schedule())).toEqual([]);
        expect(env.schedule().makespan).toBe(env.metrics().makespan);
        expect(-rewards.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(env.metrics().makespan, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('places as the partial schedule of the planners does, and shows its data-ready times', () => {
    fc.assert(
      fc.property(arbitrary, ({ table, links, actions, placement }) => {
        const problem = withLinks(problemOf(table), { contention, seed: links });
        const env = envOf(problem, { placement });
        const { observation: view } = env.reset({ seed: 0 });
        const partial = new PartialSchedule(problem, problemGraph(problem, 'test'), {
          insertion: placement === 'insertion',
        });
        const rng = createRng(actions);
        for (let ended = false; !ended; ) {
          const { items, shape, ready, resources, mask } = view;
          for (let i = 0; i < items.count; i++) {
            const slot = items.slots[i];
            for (let k = 0; k < shape.resources; k++)
              expect(ready[slot * shape.resources + k]).toBe(partial.ready(items.id[slot], k));
          }
          for (let k = 0; k < shape.resources; k++) expect(resources.freeAt[k]).toBe(partial.endOf(k));
          const allowed = Array.from(mask.keys()).filter((action) => mask[action] === 1);
          const action = allowed[rng.integer(allowed.length)];
          const task = items.id[Math.floor(action / shape.resources)];
          const k = action % shape.resources;
          partial.place(task, k, partial.earliestStart(task, k));
          ended = env.step(action).terminated;
        }
        expect(env.schedule()).toEqual(partial.done());
        expect([...view.graph.start]).toEqual([...partial.start]);
      }),
      { numRuns: 40 },
    );
  });

  it('goes on the same from a fork, a snapshot and a snapshot in another environment', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(12), ({ table, links, actions, placement }, steps) => {
        const problem = withLinks(problemOf(table), { contention, seed: links });
        const env = envOf(problem, { placement });
        env.reset({ seed: 0 });
        if (play(env, makeAgent('random'), { seed: actions, steps }).length === problem.taskCount) return;
        const [fork, stranger, saved] = [env.fork(), envOf(problem, { placement }), structuredClone(env.snapshot())];
        stranger.restore(saved);
        const rewards = play(env, makeAgent('etf'));
        expect(play(fork, makeAgent('etf'))).toEqual(rewards);
        expect(play(stranger, makeAgent('etf'))).toEqual(rewards);
        const end = digest(env.snapshot());
        env.restore(saved);
        expect(digest(env.snapshot())).toBe(digest(saved));
        expect(play(env, makeAgent('etf'))).toEqual(rewards);
        for (const other of [env, fork, stranger]) expect(digest(other.snapshot())).toBe(end);
      }),
      { numRuns: 40 },
    );
  });
});

describe('gaps', () => {
  it('are used by insertion and left by append', () => {
    const problem = problemOf({
      cost: [
        [4, 9],
        [9, 1],
        [2, 9],
      ],
      edges: [[1, 0, 3]],
    });
    const order = [1, 0, 2];
    const schedules = (['insertion', 'append'] as const).map((placement) => {
      const env = envOf(problem, { placement });
      env.reset({ seed: 0 });
      const { graph } = env.view();
      for (const task of order) env.step(graph.nodeItem[task] * 2 + (task === 1 ? 1 : 0));
      return env.schedule();
    });
    // task 1 ends at 1 on P1, its data are on P0 at 4, where task 0 runs to 8 and leaves 4 idle before it
    expect([...schedules[0].start]).toEqual([4, 0, 0]);
    expect([...schedules[1].start]).toEqual([4, 0, 8]);
  });
});
