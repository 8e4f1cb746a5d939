/** Many pairs: the encoder keeps those of earliest finish in their order; sets of weights by mode; the start from roll-outs. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { DEFAULT_LINEAR_OPTIONS, LinearScheduler } from '../../../agents/linear/linear.js';
import { EarliestTaskFirst } from '../../../agents/list/etf.js';
import { PAIR_COLUMNS, pairColumn, SCHEMA } from '../../../agents/pairnet/columns.js';
import { MOST_PAIRS, PairEncoder } from '../../../agents/pairnet/encoder.js';
import { PairNetAgent } from '../../../agents/pairnet/pairnet.js';
import { pairPolicy } from '../../../agents/pairnet/policy.js';
import type { PairRules } from '../../../agents/pairnet/rules.js';
import { startWeights } from '../../../agents/pairnet/start.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { encodeWeights } from '../../../src/nn/weights-text.js';
import { waitAction } from '../../../src/placement.js';
import { makeAgent, makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';

const RULES: PairRules = {
  etf: () => new EarliestTaskFirst(),
  linear: () => new LinearScheduler(),
  linearWeights: DEFAULT_LINEAR_OPTIONS,
};
const ACT = { rng: createRng('act'), deterministic: true };

/** Visits decisions of an environment under random choice. */
function visit(id: string, decisions: number, look: (env: ReturnType<typeof makeEnv>) => void): void {
  const env = makeEnv(id);
  env.reset({ seed: 1_000_003 });
  const rng = createRng('visit');
  for (let i = 0; i < decisions; i++) {
    look(env);
    const mask = env.view().mask;
    const allowed = [...mask.keys()].filter((action) => mask[action] === 1);
    const { terminated, truncated } = env.step(allowed[rng.integer(allowed.length)]);
    if (terminated || truncated) env.reset();
  }
  env.close();
}

describe.each(['soc/ds3-mix-scale-50', 'soc/late-ds3-mix-scale-50'])('many pairs in %s', (id) => {
  it('are cut to those of earliest finish, in order of actions, wait last', () => {
    const encoder = new PairEncoder(RULES, { drain: false });
    const store = new DecisionTables(SCHEMA);
    let cut = 0;
    visit(id, 150, (env) => {
      const view = env.view();
      const { resources: m, variants: v } = view.shape;
      const wait = waitAction(view.shape);
      store.clear();
      const count = encoder.encode(view, store);
      store.close();
      const kept = Array.from({ length: count }, (_, i) => encoder.action(i));
      const finish = (action: number): number => {
        const pair = Math.floor(action / v);
        const start = Math.max(view.ready[pair], view.resources.freeAt[pair % m], view.now);
        return start + view.cost[pair * v];
      };
      const offered: number[] = [];
      for (let i = 0; i < view.items.count; i++) {
        for (let r = 0; r < m; r++) {
          const action = (view.items.slots[i] * m + r) * v;
          if (view.mask[action] === 1) offered.push(action);
        }
      }
      const pairs = kept.filter((action) => action !== wait);
      expect(pairs.length).toBe(Math.min(offered.length, MOST_PAIRS));
      expect(kept.includes(wait)).toBe(view.mask[wait] === 1);
      if (view.mask[wait] === 1) expect(kept[count - 1]).toBe(wait);
      const places = pairs.map((action) => offered.indexOf(action));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      for (const [i, action] of kept.entries()) expect(encoder.candidateOf(action)).toBe(i);
      if (offered.length <= MOST_PAIRS) return;
      cut++;
      const byFinish = offered.map(finish).sort((a, b) => a - b);
      expect(pairs.map(finish).sort((a, b) => a - b)).toEqual(byFinish.slice(0, MOST_PAIRS));
      for (const action of offered) if (!pairs.includes(action)) expect(encoder.candidateOf(action)).toBe(-1);
    });
    expect(cut).toBeGreaterThan(10);
  });
});

describe('roll-outs among the columns', () => {
  it('rank pairs as the scheduler that rolls out does', () => {
    const encoder = new PairEncoder(RULES, { drain: true });
    const store = new DecisionTables(SCHEMA);
    const rollout = makeAgent('rollout');
    const width = PAIR_COLUMNS.length;
    let compared = 0;
    visit('soc/profiles-5-queue-3-scale-25', 120, (env) => {
      const view = env.view();
      store.clear();
      const count = encoder.encode(view, store);
      store.close();
      const { values } = store.table('candidates');
      const regret = (i: number): number => values[i * width + pairColumn('drainRegret')];
      const best = encoder.candidateOf(rollout.propose(view));
      if (count < 2 || best < 0) return;
      compared++;
      for (let i = 0; i < count; i++) expect(regret(best)).toBeLessThanOrEqual(regret(i) + 1e-5);
    });
    expect(compared).toBeGreaterThan(60);
  });

  it('count in the start called drain, and in no other', () => {
    const at = PAIR_COLUMNS.indexOf('drainRegret');
    expect(startWeights('drain', RULES).onReady[at]).toBeLessThan(-1);
    for (const start of ['linear', 'etf', 'none'] as const) expect(startWeights(start, RULES).onReady[at]).toBe(0);
  });
});

describe('two sets of weights', () => {
  it('each decides in its mode', () => {
    const trained = (start: string, offset: number) => {
      const policy = pairPolicy(RULES, { start });
      const parameters = new Parameters(policy.network.parameters).initialize(createRng('sets'));
      for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += offset * Math.sin(i * i);
      return {
        network: policy.network.id,
        policy: { id: 'pairnet', options: { start } },
        weights: encodeWeights(parameters.flat),
      };
    };
    const [one, other] = [trained('etf', 0), trained('none', 0.4)];
    const mixed = new PairNetAgent('mixed', RULES, { onReady: one, late: other });
    const ones = new PairNetAgent('ones', RULES, { onReady: one, late: one });
    const others = new PairNetAgent('others', RULES, { onReady: other, late: other });
    let differences = 0;
    for (const [id, expected, wrong] of [
      ['soc/profiles-5-queue-3-scale-25', ones, others],
      ['soc/late-profiles-5-queue-3-scale-25', others, ones],
    ] as const) {
      visit(id, 60, (env) => {
        const view = env.view();
        const waits = view.mask[waitAction(view.shape)] === 1;
        if (waits !== id.includes('late')) return;
        expect(mixed.act(view, ACT)).toBe(expected.act(view, ACT));
        if (expected.act(view, ACT) !== wrong.act(view, ACT)) differences++;
      });
    }
    expect(differences).toBeGreaterThan(10);
  });
});
