/** DeepSoCS as intended: parity of both executions, its options, and that what the network says changes the schedule. */
import { describe, expect, it } from 'vitest';
import { deepSocsPolicies, deepSocsPolicy } from '../../../agents/deepsocs/policy.js';
import { DeepSocsReleased } from '../../../agents/deepsocs/released.js';
import type { Agent } from '../../../src/agent.js';
import { makeEnv } from '../../../src/index.js';
import type { Network, PlainNetwork } from '../../../src/nn/network.js';
import { type Parameters, sizeOf } from '../../../src/nn/parameters.js';
import type { Policy } from '../../../src/nn/policy.js';
import { PolicyAgent } from '../../../src/nn/policy-agent.js';
import type { DecisionTables } from '../../../src/nn/tables.js';
import { createRng } from '../../../src/rng.js';
import { agentContract } from '../../contract/agent.js';
import {
  collect,
  largestDifference,
  plainOutputs,
  seeded,
  shaken,
  tensorOutputs,
  untouched,
} from '../socrates/policy-checks.js';

const SETTING = 'soc/profiles-5-queue-3-scale-25';

describe.each(deepSocsPolicies.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  const policy = spec.create();

  it.each([SETTING, 'soc/late-ds3-mix-scale-50', 'soc/automotive', 'queue/mm3'])(
    'gives the same numbers in both executions: %s',
    async (id) => {
      const collected = collect(policy, id, 15);
      const parameters = shaken(policy, spec.id);
      const plain = plainOutputs(policy, parameters, collected);
      expect(largestDifference(plain, await tensorOutputs(policy, parameters, collected))).toBeLessThan(1e-5);
    },
  );

  it('learns in every tensor that can matter', async () => {
    const silent = await untouched(policy, seeded(policy, spec.id), collect(policy, SETTING, 25));
    // normalising over tasks erases what is equal for all of them: the summary of everything
    const erased = (name: string) => name.startsWith('all/');
    expect(silent.filter((name) => spec.id !== 'deepsocs-faulty' || !erased(name))).toEqual([]);
  });
});

describe('sizes', () => {
  it('are those of the release', () => {
    const count = ({ network }: Policy) => network.parameters.reduce((sum, spec) => sum + sizeOf(spec), 0);
    // five parts x → 16 → 8 → 8 for x = 6, 8, 8, 14, 8, and 30 → 32 → 16 → 8 → 1
    expect(count(deepSocsPolicy())).toBe(320 + 352 + 352 + 448 + 352 + 1665);
    expect(count(deepSocsPolicy({ normalization: 'tasks' }))).toBe(3489 + 60);
  });

  it('unknown options are refused', () => {
    expect(() => deepSocsPolicies[0].create({ depth: 0 })).toThrow(/"depth" is 0/);
    expect(() => deepSocsPolicies[0].create({ placement: 'eft' })).toThrow(/insertion, earliest-finish/);
  });
});

/** A round more reaches one successor further. */
it('a second round of messages changes the logits', () => {
  const [one, two] = [1, 2].map((depth) => deepSocsPolicy({ depth }));
  const collected = collect(two, SETTING, 20);
  const parameters = shaken(two, 'depth');
  expect(
    largestDifference(plainOutputs(one, parameters, collected), plainOutputs(two, parameters, collected)),
  ).toBeGreaterThan(1e-4);
});

describe('permuting what the network says', () => {
  const policy = deepSocsPolicy();
  const parameters = shaken(policy, 'order');
  const learned = new PolicyAgent('deepsocs', { policy, parameters });
  const permuted = new PolicyAgent('deepsocs', { policy: reversedOutputs(policy), parameters });

  it('changes the schedule of deepsocs', () => {
    const [a, b] = [schedule(learned), schedule(permuted)];
    expect(a.length).toBeGreaterThan(100);
    expect(b).not.toEqual(a);
    expect(schedule(learned)).toEqual(a); // and nothing else does
  });

  it('does not change the schedule of deepsocs-released, which asks and does not listen', () => {
    const heard: number[][] = [[], []];
    const asked = [learned, permuted].map((inner, i) => listening(inner, heard[i]));
    const [a, b] = asked.map((inner) => schedule(new DeepSocsReleased(inner)));
    expect(a).toEqual(b);
    expect(a).toEqual(schedule(new DeepSocsReleased()));
    expect(heard[0].length).toBe(a.length);
    expect(heard[0]).not.toEqual(heard[1]); // the answers did differ
  });
});

/** The same policy with the logits of every decision in reverse order. */
function reversedOutputs({ network, encoder }: Policy): Policy {
  const compile = (parameters: Parameters): PlainNetwork => {
    const plain = network.compile(parameters);
    const reversed = {
      logits: new Float32Array(0),
      value: Number.NaN,
      evaluate(store: DecisionTables, decision: number): void {
        plain.evaluate(store, decision);
        const { rowStart } = store.table('candidates');
        reversed.logits = plain.logits.slice(0, rowStart[decision + 1] - rowStart[decision]).reverse();
      },
    };
    return reversed;
  };
  return { network: Object.create(network, { compile: { value: compile } }) as Network, encoder };
}

function listening(inner: Agent, heard: number[]): Agent {
  return {
    name: inner.name,
    act: (view, context) => {
      const action = inner.act(view, context);
      heard.push(action);
      return action;
    },
    propose: (view) => inner.propose(view),
  };
}

/** Task, processor and time of every decision of one episode. */
function schedule(agent: Agent): number[][] {
  const env = makeEnv(SETTING);
  env.reset({ seed: 11 });
  agent.reset?.();
  const context = { rng: createRng(11), deterministic: true };
  const decisions: number[][] = [];
  for (let over = false; !over; ) {
    const view = env.view();
    const action = agent.act(view, context);
    decisions.push([view.items.id[Math.floor(action / 3)], action % 3, view.now]);
    const { terminated, truncated } = env.step(action);
    over = terminated || truncated;
  }
  return decisions;
}

describe('an untrained DeepSoCS', () => {
  const policy = deepSocsPolicy();
  const parameters = seeded(policy, 'contract');
  agentContract({
    id: 'deepsocs',
    description: 'untrained',
    tags: [],
    oracle: false,
    create: () => new PolicyAgent('deepsocs', { policy, parameters }),
  });
});
