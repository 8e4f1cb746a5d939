/** What became of placed tasks, against the schedule that the environment records. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { makeAgent, makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { InteractionTracker } from '../../../src/train/interaction-tracker.js';
import { tableOf } from '../../agents/table.js';

const CONTEXT = { rng: createRng('tracker'), deterministic: true };

/** Plays an episode; per decision the task placed, and what the tracker says. */
function played(id: string, config: object, agentId = 'etf') {
  const env = makeEnv(id, { record: true, config: config as never, wrap: false });
  const agent = makeAgent(agentId);
  const tracker = new InteractionTracker();
  const placed: { readonly job: number; readonly task: number }[] = [];
  env.reset({ seed: 5 });
  const view = env.view();
  tracker.begin(view.now, view.now);
  for (;;) {
    const action = agent.act(env.view(), CONTEXT);
    const { shape, items } = env.view();
    const slot = Math.floor(action / (shape.resources * shape.variants));
    placed.push(slot === shape.items ? { job: -1, task: -1 } : { job: items.job[slot], task: items.id[slot] });
    tracker.decide(env.view(), action);
    const { terminated, truncated } = env.step(action);
    tracker.look(env.view());
    if (terminated || truncated)
      return { placed, trace: env.trace!(), end: env.view().now, columns: tracker.columns() };
  }
}

describe.each([0, 0.3])('noise %d', (executionNoise) => {
  it('tells when tasks and jobs finished', () => {
    const { placed, trace, end, columns } = played('soc/profiles-5-queue-3-scale-25', {
      executionNoise,
      episode: { durationTicks: 1500 },
    });
    const finishOf = new Map<string, number>();
    const lastOf = new Map<number, number>();
    const unfinished = new Set(placed.filter((_, d) => columns.jobCompleted[d] === Infinity).map(({ job }) => job));
    for (let row = 0; row < trace.length; row++) {
      finishOf.set(`${trace.job[row]}/${trace.task[row]}`, trace.finish[row]);
      lastOf.set(trace.job[row], Math.max(trace.finish[row], lastOf.get(trace.job[row]) ?? 0));
    }
    let exact = 0;
    placed.forEach(({ job, task }, d) => {
      expect(columns.job[d]).toBe(job);
      const finish = finishOf.get(`${job}/${task}`) ?? Number.NaN;
      if (columns.taskCompleted[d] === Infinity) expect(finish >= end || Number.isNaN(finish)).toBe(true);
      else if (columns.taskCompleted[d] === finish) exact++;
      if (columns.jobCompleted[d] < Infinity) {
        expect(columns.jobCompleted[d]).toBeGreaterThanOrEqual(columns.taskCompleted[d]);
        if (executionNoise === 0) expect(columns.jobCompleted[d]).toBe(lastOf.get(job));
      }
    });
    expect(unfinished.size).toBeLessThanOrEqual(4); // those inside at the end
    expect(exact / placed.length).toBeGreaterThan(executionNoise === 0 ? 0.97 : 0.8);
  });
});

it('waiting places nothing', () => {
  const { placed, columns } = played('soc/late-profiles-1-queue-3-scale-25', { episode: { durationTicks: 400 } });
  const waits = placed.map(({ job }, d) => (job < 0 ? d : -1)).filter((d) => d >= 0);
  expect(waits.length).toBeGreaterThan(0);
  for (const d of waits) {
    expect([columns.job[d], columns.taskCompleted[d], columns.jobCompleted[d]]).toEqual([-1, Infinity, Infinity]);
  }
});

it('needs to see the graph', () => {
  expect(() => new InteractionTracker().decide(tableOf({ cost: [[1, 2]] }), 0)).toThrow('shows no graph of its tasks');
});
