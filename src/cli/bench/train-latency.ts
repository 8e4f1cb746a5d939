/**
 * The time of one decision of a trained policy's agent by the size of the graph, from 20 to 10 000 nodes: `latency` is all
 * of `act`, that is encoding, inference in plain arrays and the choice; `inference` is the network alone. Views are those at
 * the beginning of placing a layered graph on four processors, where every node is unfinished and at most 32 tasks may be
 * chosen. Time by nodes stays level where cost is linear. Roll-outs for the drain columns end at 256 nodes; beyond,
 * those columns are empty.
 */
import { cpuMs } from '../../clock.js';
import { PolicyAgent } from '../../nn/policy-agent.js';
import { DecisionTables } from '../../nn/tables.js';
import type { PlacementView } from '../../placement.js';
import { makeEnv } from '../../registry.js';
import { createRng } from '../../rng.js';
import { createPolicy } from '../../train/workbench.js';
import { type BenchContext, measureRate } from './case.js';
import { type BenchPolicy, firstWeights, SEED } from './train-setting.js';
import { trainLine } from './train-timing.js';

const SIZES = [20, 100, 1_000, 10_000];
const PROCESSORS = 4;
const NODES_A_CALL = 2_000; // so that the clock's own time does not count

export async function latency({ name, actor }: BenchPolicy, context: BenchContext): Promise<void> {
  const policy = createPolicy(actor);
  const parameters = firstWeights(actor);
  const agent = new PolicyAgent(name, { policy, parameters });
  const plain = policy.network.compile(parameters);
  const acting = { rng: createRng(SEED).fork('agent'), deterministic: true };
  for (const nodes of SIZES) {
    const config = { graph: { family: 'layered', tasks: nodes }, processors: { count: PROCESSORS } };
    const env = makeEnv('dag/layered', { config: { instances: { kind: 'generated', config } } });
    env.reset({ seed: SEED });
    const view: PlacementView = env.view();
    const store = new DecisionTables(policy.network.schema);
    policy.encoder().encode(view, store);
    store.close();
    const label = `${name}, ${nodes} nodes, ${view.items.count} tasks × ${PROCESSORS} processors to choose from`;
    const work = Math.max(1, NODES_A_CALL / nodes);
    const repeat = (decide: () => void) => () => {
      for (let i = 0; i < work; i++) decide();
    };
    for (const [metric, run] of [
      ['latency', repeat(() => void agent.act(view, acting))],
      ['inference', repeat(() => plain.evaluate(store, 0))],
    ] as const) {
      const rate = { area: 'train', case: label, unit: 'decisions/CPU-s', work, run, clock: cpuMs };
      const { value } = await measureRate(rate, { ...context, emit: () => undefined });
      context.emit(trainLine({ case: label, metric, value: 1e6 / value, unit: 'CPU-µs/decision' }));
      context.emit(
        trainLine({ case: label, metric: `${metric} by nodes`, value: 1e9 / value / nodes, unit: 'CPU-ns/node' }),
      );
    }
    env.close();
  }
}
