/**
 * Benchmarks of training on one core, in CPU time: decisions that are played and learned from per second, end to end, as
 * iterations of the trainers that presets use; their parts; the time of one decision by the size of the graph; and, by the
 * wall clock, two threads that play against one. Two baselines stand beside the end-to-end rates: rollouts with a tensor
 * forward pass per decision, timed in the same run, and a figure of the literature for REINFORCE in PyTorch. Neither of
 * them learns anything in its time; the trainers do.
 */
import { availableParallelism } from 'node:os';
import { monotonicMs } from '../../clock.js';
import { type Backend, loadBackend } from '../../nn/backend.js';
import { Workbench } from '../../train/workbench.js';
import { loadModules } from '../modules.js';
import { notice } from '../output.js';
import type { BenchArea, BenchContext } from './case.js';
import { latency } from './train-latency.js';
import { parts } from './train-parts.js';
import {
  ALGORITHMS,
  type BenchAlgorithm,
  type BenchPolicy,
  firstWeights,
  type Hands,
  makeTrainer,
  POLICIES,
  RolloutPlayer,
} from './train-setting.js';
import { TensorRollout } from './train-tensor-rollout.js';
import { bestRates, trainLine, type Worker } from './train-timing.js';

/**
 * Decisions per second of pure rollout with spark-sched-sim's Decima in PyTorch, a graph of similar size a decision: 339 to
 * 494 were measured for it on one core of a two-core x86 machine.
 */
const PYTORCH_ROLLOUT = 340;
const TENSOR_DECISIONS = 200; // a round of the slow path

/** Plays and learns one iteration. */
function iterationOf(trainer: Awaited<ReturnType<typeof makeTrainer>>): Worker {
  return async () => (await trainer.iterate())['charts/decisions_iteration'];
}

/** Decisions per CPU second with everything that learning from them takes. */
async function endToEnd(
  algorithm: BenchAlgorithm,
  policy: BenchPolicy,
  { hands, context }: { readonly hands: Hands; readonly context: BenchContext },
): Promise<void> {
  const trainer = await makeTrainer(algorithm, policy, { ...hands, workers: 0 });
  const choice = algorithm.hasCritic ? policy.critic : policy.actor;
  const slow = new TensorRollout(hands.backend, new Workbench(choice), firstWeights(choice));
  const [value, baseline] = await bestRates([iterationOf(trainer), () => slow.play(TENSOR_DECISIONS)], context);
  slow.dispose();
  await trainer.close();
  const line = { case: `${algorithm.name}, ${policy.name}`, value, unit: 'decisions/CPU-s' };
  context.emit(trainLine({ ...line, metric: 'trained, beside rollouts by tensors', baseline }));
  context.emit(trainLine({ ...line, metric: 'trained, beside 340/s of PyTorch rollouts', baseline: PYTORCH_ROLLOUT }));
}

/**
 * Two threads against one, by the wall clock: playing alone, and whole iterations, whose updates stay on one thread. Where
 * others keep the cores busy these say little; by CPU time is seen what a second thread costs besides, 1 = nothing.
 */
async function workers(policy: BenchPolicy, hands: Hands, { timeMs, emit }: BenchContext): Promise<void> {
  const cores = availableParallelism();
  if (cores < 2) notice('train: this machine has one core, two threads cannot be faster than one here');
  const [algorithm] = ALGORITHMS;
  const collect = { ...algorithm.options.collect, decisionsPerLane: 256, curriculum: null };
  const players = [1, 2].map(
    (threads) => new RolloutPlayer(policy.critic, collect, { ...hands, workers: threads, withValues: true }),
  );
  const trainers = await Promise.all(
    [1, 2].map((threads) => makeTrainer(algorithm, policy, { ...hands, workers: threads })),
  );
  const options = { timeMs: 4 * timeMs, clock: monotonicMs };
  const played = await bestRates(
    players.map((player) => async () => (await player.play()).decisions),
    options,
  );
  const byCpu = await bestRates(
    players.map((player) => async () => (await player.play()).decisions),
    { timeMs, warmUp: 0 },
  );
  const trained = await bestRates(trainers.map(iterationOf), options);
  for (const closing of [...players, ...trainers]) await closing.close();
  for (const [metric, unit, [baseline, value]] of [
    ['played', 'decisions/s', played],
    ['played by CPU time', 'decisions/CPU-s', byCpu],
    ['trained', 'decisions/s', trained],
  ] as const) {
    const name = `two threads beside one on ${cores} cores, PPO, ${policy.name}`;
    emit(trainLine({ case: name, metric, value, unit, baseline }));
  }
}

async function all(backend: Backend, context: BenchContext): Promise<void> {
  const hands: Hands = { backend, workers: 0, modules: await loadModules([]) };
  for (const policy of POLICIES) {
    for (const algorithm of ALGORITHMS) await endToEnd(algorithm, policy, { hands, context });
  }
  for (const policy of POLICIES) await parts(policy, hands, context);
  for (const policy of POLICIES) await latency(policy, context);
  await workers(POLICIES[1], hands, context);
}

export const trainBench: BenchArea = {
  name: 'train',
  description: 'decisions trained per second, end to end and by parts, time of a decision, two threads',
  async run(context) {
    const backend = await loadBackend({ preferred: 'wasm' });
    notice(`train: backend ${backend.name}, ${backend.device}`);
    await all(backend, context);
  },
};
