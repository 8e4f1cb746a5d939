/** What a serving cluster refuses, in one clear line when it is made, and what it rejects and counts when it arrives. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ServingEnv } from '../../../../envs/serving/env.js';
import { ArenaError } from '../../../../src/error.js';
import type { Json } from '../../../../src/space/space.js';
import { sched } from '../../../cli/program.js';

const WORKLOAD = { kind: 'constant', requests: 5, rate: 1 };
const one = (group: object, more: object = {}) => ({ instances: [group], workload: WORKLOAD, ...more });
const with_ = (more: object) => one({}, more);
const fed = (workload: object) => ({ instances: [{}], workload });
const rows = (...list: object[]) => fed({ kind: 'rows', rows: list });

const folder = mkdtempSync(join(tmpdir(), 'serving-traces-'));
function file(name: string, text: string): object {
  const path = join(folder, name);
  writeFileSync(path, text);
  return fed({ kind: 'file', format: 'vidur', path });
}
const HEADER = 'arrived_at,num_prefill_tokens,num_decode_tokens\n';

const refused: readonly (readonly [given: unknown, says: RegExp])[] = [
  [5, /configuration: .*expected object/],
  [{ workload: WORKLOAD }, /instances: is missing/],
  [{ instances: [], workload: WORKLOAD }, /instances: .*>=1/],
  [{ instances: [{}] }, /workload: is missing/],
  [
    one({ engine: { kind: 'vlm-v1' } }),
    /instances\.0\.engine\.kind: "vlm-v1" does not exist; did you mean "vllm-v1"\?/,
  ],
  [
    one({ engine: { kind: 'sarathi', chunks: 5 } }),
    /"instances\.0\.engine\.chunks" does not exist; did you mean "chunk"/,
  ],
  [one({ engine: { kind: 'vllm-v1', tokenBudget: -5 } }), /engine\.tokenBudget: /],
  [one({ engine: { kind: 'vllm-v1', tokenBudget: Number.NaN } }), /engine\.tokenBudget: .*NaN/],
  [one({ kv: { blocks: 0 } }), /instances\.0\.kv\.blocks: /],
  [one({ kv: { blocks: -3 } }), /instances\.0\.kv\.blocks: /],
  [one({ kv: { blocks: Number.NaN } }), /instances\.0\.kv\.blocks: .*NaN/],
  [one({ kv: { block: 3 } }), /"instances\.0\.kv\.block" does not exist; did you mean "blocks"\?/],
  [one({ kv: {} }), /kv needs `blocks`, or `model` and `hardware`/],
  [one({ timeModel: { kind: 'linear', a: Number.NaN } }), /time model: a: .*NaN/],
  [one({ timeModel: { kind: 'linear', b: Number.POSITIVE_INFINITY } }), /time model: b: .*Infinity/],
  [one({ timeModel: { kind: 'linear', c: -1 } }), /time model: c: /],
  [one({ timeModel: 'exact-linera' }), /"exact-linera" does not exist; did you mean "exact-linear"\?/],
  [one({ role: 'prefil' }), /instances\.0\.role: "prefil" does not exist; did you mean "prefill"\?/],
  [one({ role: 'prefill' }), /nobody can decode/],
  [one({ role: 'decode' }), /nobody can prefill/],
  [one({ up: 0 }), /none is up and there is no scaling/],
  [one({ count: 2, up: 3 }), /3 up of 2/],
  [{ instances: [{}, {}], workload: WORKLOAD }, /the name "instance" is given twice/],
  [
    {
      instances: [
        { name: 'a', role: 'prefill', kv: { blocks: 100, bytesPerToken: 1 } },
        { name: 'b', role: 'decode', kv: { blocks: 100, bytesPerToken: 2 } },
      ],
      workload: WORKLOAD,
    },
    /instances: a: nobody who decodes has KV of 1 bytes per token/,
  ],
  [
    one({ engine: { kind: 'orca' }, kv: { blocks: 9, prefixCaching: true } }),
    /prefixCaching works with .* not with orca/,
  ],
  [
    one({ timeModel: 'llama-2-70b/a100-tp8', kv: { model: 'llama-2-7b', hardware: 'A10' } }),
    /instances: instance: timeModel is of model llama-2-70b, kv of llama-2-7b: make them agree, or give kv\.blocks/,
  ],
  [
    one({ timeModel: 'llama-2-7b/a100', kv: { model: 'llama-2-7b', hardware: 'A40' } }),
    /timeModel is of hardware A100-80GB, kv of A40/,
  ],
  [
    one({ timeModel: 'llama-2-70b/h100-tp8/splitwise', kv: { model: 'llama-2-70b', hardware: 'H100' } }),
    /timeModel is of tensorParallel 8, kv of 1/,
  ],
  [one({ timeModel: 'llama-3-8b/a100', kv: { blocks: 9, model: 'yi-34b' } }), /of model llama-3-8b, kv of yi-34b/],
  [with_({ migration: { links: [[1, 2], [3]] } }), /links must be 1 rows of 1/],
  [with_({ migration: { victim: 'lfcs' } }), /migration\.victim: "lfcs" does not exist; did you mean "lcfs"\?/],
  [with_({ rebalance: { kind: 'reprts' } }), /rebalance\.kind: "reprts" does not exist; did you mean "reports"\?/],
  [with_({ scaling: { minInstances: 5 } }), /minInstances 5 ≤ maxInstances 1 ≤ 1/],
  [with_({ reward: { inSystm: 1 } }), /"reward\.inSystm" does not exist; did you mean "inSystem"\?/],
  [with_({ reward: { sloMisses: Number.NaN } }), /reward\.sloMisses: .*NaN/],
  [with_({ sloClasses: [{ name: 'a', ttftSeconds: -3 }] }), /sloClasses\.0\.ttftSeconds: /],
  [with_({ sloClases: [] }), /"sloClases" does not exist; did you mean "sloClasses"\?/],
  [fed({ ...WORKLOAD, requests: -1 }), /workload: constant: requests: /],
  [fed({ ...WORKLOAD, input: -4 }), /workload: constant: input: /],
  [fed({ ...WORKLOAD, sloClasses: { by: 'share', shares: [1, 1] } }), /SLO class 1 does not exist/],
  [rows({ arrival: 0, prompt: -1, output: 2 }), /rows\.0\.prompt: /],
  [rows({ arrival: 0, prompt: 1, output: 2, sloClass: 7 }), /SLO class 7 does not exist \(sloClasses has 0…0\)/],
  [rows({ arrival: 2, prompt: 1, output: 1 }, { arrival: 1, prompt: 1, output: 1 }), /before the row above/],
  [fed({ kind: 'file', format: 'vidur', path: '/nowhere.csv' }), /\/nowhere\.csv cannot be read/],
  [file('unsorted.csv', `${HEADER}5,10,10\n1,10,10\n`), /unsorted\.csv.*(before|sort|order)/],
  [file('truncated.csv', `${HEADER}1,10,10\n2,1`), /truncated\.csv/],
  [file('garbage.csv', '\u0000\u0001 nothing of a trace'), /garbage\.csv/],
  [file('negative.csv', `${HEADER}1,-10,10\n`), /negative\.csv/],
  [file('empty.csv', ''), /empty\.csv/],
];

describe('a configuration that is refused', () => {
  it.each(refused)('%j', (given, says) => {
    let thrown: unknown;
    try {
      new ServingEnv(given as Json, { id: 'serving/refused-v1' }).reset({ seed: 1 });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ArenaError);
    expect((thrown as Error).message).toMatch(says);
    expect((thrown as Error).message).toMatch(/^envs\/serving: [^\n]+$/);
  });
});

describe('the command line', () => {
  it.each([
    [
      'kv in a list of instances',
      'instances=[{engine: {kind: vlm-v1}}]',
      /"vlm-v1" does not exist; did you mean "vllm-v1"/,
    ],
    ['a negative rate', 'workload.rate=-3', /workload: azure-conv: rate: /],
    ['a weight that is no number', 'reward.inSystem=.nan', /reward\.inSystem: .*NaN/],
  ])('refuses %s in one line', (_, setting, says) => {
    const args = ['run', 'serving/azure-conv-4x', '--agent', 'join-shortest-queue', '--config', setting];
    const { code, stderr } = sched(args, folder);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});

describe('requests that can never fit', () => {
  const play = (list: object[], more: object = {}) => {
    const config = { instances: [{ kv: { blocks: 10 }, ...more }], workload: { kind: 'rows', rows: list } };
    const env = new ServingEnv(config as Json, { id: 'serving/long-v1' });
    env.reset({ seed: 1 });
    for (let ended = !env.actionMask().includes(1); !ended; ) ended = env.step(env.actionMask().indexOf(1)).terminated;
    expect(env.invariants()).toEqual([]);
    return env.metrics();
  };
  const short = { arrival: 0, prompt: 20, output: 5 };
  const long = { arrival: 0, prompt: 500, output: 5 };
  const grows = { arrival: 0, prompt: 20, output: 500 };

  it.each(['orca', 'vllm-v0', 'vllm-v1', 'sarathi', 'niyama'])(
    'are rejected and counted, the others served: %s',
    (kind) => {
      const engine = kind === 'orca' ? { kind, maxTokens: 150 } : { kind };
      expect(play([short, long, grows, short], { engine })).toMatchObject({
        offeredJobs: 4,
        completedJobs: 2,
        droppedJobs: 2,
        unfinishedJobs: 0,
      });
    },
  );

  it('end the episode at once where there are no others', () => {
    expect(play([long, grows])).toMatchObject({ offeredJobs: 2, completedJobs: 0, droppedJobs: 2, makespan: 0 });
  });

  it('are those too that fit on an instance only that nobody can start', () => {
    const instances = [
      { name: 'small', kv: { blocks: 10 } },
      { name: 'large', kv: { blocks: 1000 }, up: 0 },
    ];
    const env = new ServingEnv({ instances, workload: { kind: 'rows', rows: [long] } }, { id: 'serving/off-v1' });
    env.reset({ seed: 1 });
    expect(env.metrics()).toMatchObject({ offeredJobs: 1, droppedJobs: 1 });
  });
});
