/** Every agent drives whole episodes of random jobs to the end, binding on ready and late, with hidden noise. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agent.js';
import { agents } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import '../../agents/index.js';
import { ARABNEJAD, TOPCUOGLU } from '../../src/cli/published/worked-examples.js';
import { arbitraryProblem } from '../fixtures/problems.js';
import { type ToyJob, type ToyOptions, ToySimulator } from './toy-simulator.js';

function run(agent: Agent, jobs: readonly ToyJob[], options: ToyOptions): ToySimulator {
  const simulator = new ToySimulator(jobs, options);
  const context = { rng: createRng('episode'), deterministic: true };
  const limit = 50 * simulator.tasks.length + 100;
  agent.reset?.();
  while (!simulator.finished) {
    const proposal = agent.propose(simulator.view);
    const action = agent.act(simulator.view, context);
    if (!agent.name.startsWith('random')) expect(action, `${agent.name} proposes what it does`).toBe(proposal);
    simulator.step(action);
    expect(simulator.decisions, `${agent.name} does not come to an end`).toBeLessThan(limit);
  }
  return simulator;
}

const arbitraryJobs: fc.Arbitrary<readonly ToyJob[]> = fc
  .array(fc.tuple(arbitraryProblem, fc.integer({ min: 0, max: 60 })), { minLength: 1, maxLength: 4 })
  .map((drawn) => {
    const m = Math.min(...drawn.map(([spec]) => spec.cost[0].length));
    const known = (row: readonly number[]) =>
      row.slice(0, m).map((cost, r) => (r === 0 && !Number.isFinite(cost) ? 5 : cost));
    return drawn.map(([{ cost, edges }, arrival]) => ({ arrival, cost: cost.map(known), edges }));
  });

/** Networks of fixed size refuse other sizes. */
const anySize = agents.all().filter(({ tags }) => !tags.includes('fixed-size'));

describe.each(anySize.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  it.each([false, true])('finishes every job (late binding: %s)', (late) => {
    fc.assert(
      fc.property(arbitraryJobs, fc.integer({ min: 1, max: 8 }), fc.boolean(), (jobs, slots, noisy) => {
        const noise = (task: number) => (noisy ? 0.5 + ((task * 0.618) % 1) : 1);
        const simulator = run(spec.create(), jobs, { late, slots, noise });
        expect(simulator.tasks.every((task) => task.done)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });
});

describe('planners re-planned on arrival', () => {
  const one = (spec: { cost: ToyJob['cost']; edges: ToyJob['edges'] }) => [{ arrival: 0, ...spec }];

  it.each([
    ['heft', TOPCUOGLU, 80],
    ['cpop', TOPCUOGLU, 86],
    ['peft', ARABNEJAD, 122],
    ['heft', ARABNEJAD, 133],
  ] as const)('%s realises its published makespan %#', (id, spec, makespan) => {
    expect(run(agents.get(id).create(), one(spec), { late: true }).meanLatency()).toBe(makespan);
  });

  it('follows the plan in spite of noise, and re-plans when another job arrives', () => {
    const jobs = [
      { arrival: 0, ...TOPCUOGLU },
      { arrival: 30, ...TOPCUOGLU },
    ];
    const quiet = run(agents.get('heft').create(), jobs, { late: true });
    expect(quiet.meanLatency()).toBeLessThan(run(agents.get('random').create(), jobs, { late: true }).meanLatency());
    const noisy = run(agents.get('heft').create(), one(TOPCUOGLU), { late: true, noise: (task) => 0.8 + 0.04 * task });
    const plan = run(agents.get('heft').create(), one(TOPCUOGLU), { late: true });
    expect(noisy.tasks.map((task) => task.processor)).toEqual(plan.tasks.map((task) => task.processor));
  });

  it('makes the best of it when others decide', () => {
    const agent = agents.get('heft').create();
    const other = agents.get('round-robin').create();
    const context = { rng: createRng(1), deterministic: true };
    const simulator = new ToySimulator([{ arrival: 0, ...TOPCUOGLU }], { late: true });
    while (!simulator.finished) {
      const chosen = simulator.decisions % 2 === 0 ? agent : other;
      agent.propose(simulator.view);
      simulator.step(chosen.act(simulator.view, context));
    }
    expect(simulator.tasks.every((task) => task.done)).toBe(true);
  });
});
