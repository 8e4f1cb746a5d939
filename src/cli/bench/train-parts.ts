/**
 * The parts of training, in CPU time on one core: a decision's environment, encoding and inference while playing, and an
 * update's forward pass, whole pass and Adam step. Environment and encoding are timed by playing the actions of an episode
 * again, without and with the encoder; encoding is the difference, the lazily built graph of the view included. What
 * `rollout` takes beyond these three is drawing and recording.
 */
import { cpuMs } from '../../clock.js';
import { ensure } from '../../error.js';
import { sampleSoftmax } from '../../nn/policy-agent.js';
import { DecisionTables } from '../../nn/tables.js';
import { createRng } from '../../rng.js';
import { FlatAdam } from '../../train/flat-adam.js';
import { Learner } from '../../train/learner.js';
import { advantagesOf, trainingColumns } from '../../train/rollout-advantages.js';
import { Workbench } from '../../train/workbench.js';
import { type BenchContext, measureRate } from './case.js';
import {
  ALGORITHMS,
  type BenchPolicy,
  firstWeights,
  type Hands,
  RolloutPlayer,
  SCENARIO,
  SEED,
} from './train-setting.js';
import { TensorRollout } from './train-tensor-rollout.js';
import { bestRates, trainLine } from './train-timing.js';

const MOST_DIFFERENCE = 1e-4;
const [{ options: PPO }] = ALGORITHMS;
const COLLECT = { ...PPO.collect, curriculum: null };

/** CPU microseconds a unit of a synchronous function that does `work` units a call. */
async function microseconds(run: () => void, work: number, { timeMs }: BenchContext): Promise<number> {
  const rate = { area: 'train', case: '', unit: '', work, run, clock: cpuMs };
  return 1e6 / (await measureRate(rate, { timeMs, emit: () => undefined })).value;
}

/** All parts for one policy with its critic. */
export async function parts(policy: BenchPolicy, hands: Hands, context: BenchContext): Promise<void> {
  await decisionParts(policy, hands, context);
  await updateParts(policy, hands, context);
}

async function decisionParts({ name, critic }: BenchPolicy, hands: Hands, context: BenchContext): Promise<void> {
  const emit = (metric: string, value: number, unit: string, baseline?: number): void =>
    context.emit(
      trainLine({
        case: name,
        metric,
        value,
        unit,
        smallerIsBetter: true,
        ...(baseline === undefined ? {} : { baseline }),
      }),
    );
  const bench = new Workbench(critic);
  const parameters = firstWeights(critic);
  bench.load(parameters.flat);
  const episode = new RecordedEpisode(bench);
  const decisions = episode.actions.length;
  const { store } = episode;
  const perDecision = (table: string): number => store.table(table).rows / decisions;
  emit('graph', perDecision('nodes'), 'nodes/decision');
  emit('choice', perDecision('candidates'), 'candidates/decision');
  const environment = await microseconds(() => episode.replay(false), decisions, context);
  const encoded = await microseconds(() => episode.replay(true), decisions, context);
  emit('environment', environment, 'CPU-µs/decision');
  emit('encoding', Math.max(0, encoded - environment), 'CPU-µs/decision');
  const plain = () => {
    for (let d = 0; d < decisions; d++) bench.plain.evaluate(store, d);
  };
  const slow = new TensorRollout(hands.backend, bench, parameters);
  ensureSameLogits(bench, slow, store);
  const some = Math.min(decisions, 50);
  const tensor = () => {
    for (let d = 0; d < some; d++) slow.forward(store, d);
  };
  const own = await microseconds(plain, decisions, context);
  emit('inference', own, 'CPU-µs/decision', await microseconds(tensor, some, context));
  slow.dispose();
  const player = new RolloutPlayer(critic, COLLECT, { ...hands, workers: 0, withValues: true });
  const [rate] = await bestRates([async () => (await player.play()).decisions], context);
  emit('rollout', 1e6 / rate, 'CPU-µs/decision');
}

/** Plain arrays and tensors must say the same before their times are compared. */
function ensureSameLogits({ plain, policy }: Workbench, slow: TensorRollout, store: DecisionTables): void {
  const byTensors = slow.forward(store, 0);
  plain.evaluate(store, 0);
  byTensors.forEach((logit, i) => {
    const { id } = policy.network;
    const same = Math.abs(logit - plain.logits[i]) <= MOST_DIFFERENCE;
    ensure(same, `bench: train: ${id}: logit ${i} is ${plain.logits[i]} in plain arrays, ${logit} by tensors`);
  });
}

async function updateParts({ name, critic }: BenchPolicy, hands: Hands, context: BenchContext): Promise<void> {
  const emit = (metric: string, value: number, unit: string): void =>
    context.emit(trainLine({ case: name, metric, value, unit }));
  const player = new RolloutPlayer(critic, COLLECT, { ...hands, workers: 0, withValues: true });
  const { rollout } = await player.play();
  const bench = new Workbench(critic);
  const columns = trainingColumns(rollout, advantagesOf(rollout, { kind: 'gae', beta: PPO.credit.discountRate }));
  const { network } = bench.policy;
  const parameters = firstWeights(critic);
  const learner = new Learner({ backend: hands.backend, network, parameters });
  const size = Math.floor(rollout.chosen.length / PPO.minibatches);
  const minibatch = Int32Array.from({ length: size }, (_, d) => d);
  const objective = {
    ...{ kind: 'ppo' as const, clipRange: 0.2, clipRangeValue: null, normalizeAdvantages: true },
    ...{ valueCoefficient: 0.5, entropyCoefficient: 0.01 },
  };
  const forward = await microseconds(() => void learner.evaluate(columns, minibatch), size, context);
  const update = () => void learner.update(columns, minibatch, { objective, learningRate: 1e-6 });
  emit('forward pass', forward, 'CPU-µs/decision');
  emit('update', await microseconds(update, size, context), 'CPU-µs/decision and epoch');
  const adam = new FlatAdam(parameters.flat.length);
  const gradient = new Float64Array(parameters.flat.length).fill(1e-3);
  const settings = { learningRate: 1e-6, largestNorm: 0.5 };
  const step = await microseconds(() => void adam.step(parameters.flat, gradient, settings), 1, context);
  emit('Adam', step, `CPU-µs/update of ${parameters.flat.length} parameters`);
}

/** An episode played by chance of the policy, to be played again. */
class RecordedEpisode {
  readonly actions: number[] = []; // [decision]
  readonly store: DecisionTables; // all its decisions
  private readonly bench: Workbench;

  constructor(bench: Workbench) {
    this.bench = bench;
    this.store = new DecisionTables(bench.policy.network.schema);
    const { env, encoder } = bench.seat(SCENARIO, 'play');
    const rng = createRng(SEED).fork('recorded');
    env.reset({ seed: SEED });
    encoder.reset?.();
    for (let over = false; !over; ) {
      const count = encoder.encode(env.view(), this.store);
      bench.plain.evaluate(this.store, this.store.close());
      const action = encoder.action(sampleSoftmax(bench.plain.logits, count, rng));
      this.actions.push(action);
      const result = env.step(action);
      over = result.terminated || result.truncated;
    }
  }

  /** The same actions once more; `encodes` looks at every decision as a player does. */
  replay(encodes: boolean): void {
    const { env, encoder } = this.bench.seat(SCENARIO, 'play');
    const store = new DecisionTables(this.store.schema);
    env.reset({ seed: SEED });
    encoder.reset?.();
    for (const action of this.actions) {
      const view = env.view();
      if (encodes) {
        encoder.encode(view, store);
        store.close();
      }
      env.step(action);
    }
  }
}
