/**
 * Benchmarks of the serving environment, in CPU time: iterations per second by exact stepping in vidur's semantics and
 * in correct mode; by fast-forward over runs of decode iterations, set in relation to stepping through the same; growth
 * to a million requests; decisions per second through `env.step`; and short episodes. The baseline is the plain engine
 * with vidur's semantics on the same requests, whose iterations and makespan must be equal where the semantics are.
 */
import '../../../agents/index.js';
import '../../../envs/index.js';
import type { VidurCase } from '../../../envs/serving/compat/vidur.js';
import type { EngineOptions } from '../../../envs/serving/engines/config.js';
import { ServingEnv } from '../../../envs/serving/env.js';
import { cpuMs } from '../../clock.js';
import { ensure } from '../../error.js';
import { makeAgent } from '../../registry.js';
import type { Json } from '../../space/space.js';
import { type BenchArea, type BenchContext, type BenchLine, measureRate, type RateCase } from './case.js';
import { fleetGrowth } from './serving-growth.js';
import {
  azureConversations,
  correctRun,
  plainRun,
  type ReadyRun,
  requestsOf,
  vidurCase,
  vidurRun,
} from './serving-runs.js';
import { playSteps } from './step-loop.js';

const SEED = 7;
const REPLICAS = 4;
const AZURE = azureConversations(1000, 5.53);

function measure(rate: Omit<RateCase, 'area' | 'clock'>, context: BenchContext): Promise<BenchLine> {
  return measureRate({ area: 'serving', clock: cpuMs, ...rate }, context);
}

/** Iterations per CPU second of a run, beside those of the plain engine where there is one. */
function measureIterations(
  name: string,
  { own, plain }: { own: ReadyRun; plain?: ReadyRun },
  context: BenchContext,
): Promise<BenchLine> {
  const baseline = plain ? { baseline: plain.run, baselineWork: plain.iterations } : {};
  const { run, iterations: work } = own;
  return measure({ case: name, unit: 'iterations/CPU-s', work, run, ...baseline }, context);
}

const SCHEDULERS: readonly VidurCase['scheduler'][] = ['sarathi', 'vllm', 'orca'];

/** Exact stepping as vidur does it. */
async function vidurStepping(context: BenchContext): Promise<void> {
  const source = requestsOf(AZURE, 's');
  for (const scheduler of SCHEDULERS) {
    const recorded = vidurCase(scheduler, REPLICAS);
    const own = vidurRun(recorded, source);
    const plain = plainRun(recorded, source);
    ensure(
      own.iterations === plain.iterations && own.makespan === plain.makespan,
      `bench: serving: ${scheduler} takes ${own.iterations} iterations and ${own.makespan} s, the plain engine ${plain.iterations} and ${plain.makespan}`,
    );
    await measureIterations(`stepping, vidur's semantics, azure-conv, ${scheduler}`, { own, plain }, context);
  }
}

/** Engines of the correct mode, and who of the plain engine does about the same. */
const ENGINES: readonly { readonly engine: EngineOptions; readonly plain?: VidurCase['scheduler'] }[] = [
  { engine: { kind: 'sarathi' }, plain: 'sarathi' },
  { engine: { kind: 'vllm-v0' }, plain: 'vllm' },
  { engine: { kind: 'orca' }, plain: 'orca' },
  { engine: { kind: 'vllm-v1' } },
  { engine: { kind: 'niyama' } },
];

const heavyLengths = {
  kind: 'lengths',
  input: { distribution: 'uniform', low: 50, high: 500 },
  output: { distribution: 'uniform', low: 1000, high: 4000 },
  arrival: { process: 'poisson' },
} as const;

/** Requests, and how many of the engines play them. */
const TRACES = [
  { trace: 'azure-conv', workload: AZURE, engines: ENGINES.length },
  { trace: 'long outputs, 1 at a time', workload: { ...heavyLengths, requests: 40, rate: 0.12 }, engines: 1 },
  { trace: 'long outputs, 10 at a time', workload: { ...heavyLengths, requests: 100, rate: 1.5 }, engines: 1 },
] as const;

/** Stepping and fast-forward in correct mode on the same requests. */
async function fastForward(context: BenchContext): Promise<void> {
  for (const { trace, workload, engines } of TRACES) {
    const source = requestsOf(workload);
    const inSeconds = requestsOf(workload, 's');
    for (const { engine, plain: scheduler } of ENGINES.slice(0, engines)) {
      const size = { engine, instances: REPLICAS };
      const plain = scheduler ? { plain: plainRun(vidurCase(scheduler, REPLICAS), inSeconds) } : {};
      const stepping = correctRun(size, source, false);
      const jumping = correctRun(size, source, true);
      ensure(
        stepping.iterations === jumping.iterations && stepping.makespan === jumping.makespan,
        `bench: serving: ${engine.kind} takes ${stepping.iterations} iterations stepping, ${jumping.iterations} by fast-forward`,
      );
      const name = `${trace}, ${engine.kind}`;
      const slow = await measureIterations(`stepping, ${name}`, { own: stepping, ...plain }, context);
      const fast = await measureIterations(`fast-forward, ${name}`, { own: jumping, ...plain }, context);
      const value = fast.value / slow.value;
      context.emit({ ...fast, metric: 'speed-up', value, unit: 'times stepping', baseline: null, ratio: null });
    }
  }
}

function environment(instances: number, requests: number): ServingEnv {
  const config = {
    instances: [{ count: instances, engine: { kind: 'sarathi' }, timeModel: 'exact-linear', kv: { blocks: 4096 } }],
    workload: azureConversations(requests, (5.53 * instances) / REPLICAS),
  };
  return new ServingEnv(config as unknown as Json, { id: 'bench/serving-v1' });
}

/** Decisions per CPU second through `env.step` with the full view. */
async function steps(context: BenchContext): Promise<void> {
  const agent = makeAgent('join-shortest-queue');
  for (const [instances, requests] of [
    [4, 500],
    [64, 1000],
  ]) {
    const env = environment(instances, requests);
    const run = (): number => playSteps(env, agent, { seed: SEED, steps: 1 });
    const name = `env.step, azure-conv, ${instances} instances, join-shortest-queue`;
    await measure({ case: name, unit: 'decisions/CPU-s', work: run(), run }, context);
  }
}

const SHORT = azureConversations(200, 8);

/** Milliseconds of an episode of 200 requests. */
async function episodes(context: BenchContext): Promise<void> {
  const recorded = vidurCase('sarathi', REPLICAS);
  const inSeconds = requestsOf(SHORT, 's');
  const plain = plainRun(recorded, inSeconds);
  const env = environment(REPLICAS, 200);
  const agent = makeAgent('join-shortest-queue');
  const cases: readonly (readonly [string, () => void])[] = [
    ["stepping, vidur's semantics", vidurRun(recorded, inSeconds).run],
    ['fast-forward', correctRun({ engine: { kind: 'sarathi' }, instances: REPLICAS }, requestsOf(SHORT), true).run],
    [
      'fast-forward through env.step with its view, requests drawn',
      () => playSteps(env, agent, { seed: SEED, steps: 1 }),
    ],
  ];
  for (const [name, run] of cases) {
    const rate = {
      case: `episode of 200 requests, ${name}`,
      unit: 'episodes/CPU-s',
      work: 1,
      run,
      baseline: plain.run,
    };
    const line = await measure(rate, context);
    const baseline = line.baseline === null ? null : 1000 / line.baseline;
    context.emit({ ...line, metric: 'time', value: 1000 / line.value, unit: 'CPU-ms', baseline });
  }
}

export const servingBench: BenchArea = {
  name: 'serving',
  description: 'stepping, fast-forward, growth to a million requests, steps and episodes of the serving environment',
  async run(context) {
    await vidurStepping(context);
    await fastForward(context);
    fleetGrowth(context);
    await steps(context);
    await episodes(context);
  },
};
