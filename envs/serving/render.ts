/** The present moment as text: a line per instance with its requests and KV memory, and what is to be decided. */
import type { PlacementView } from '../../src/placement.js';
import { INSTANCE_DRAINING, INSTANCE_OFF, INSTANCE_STARTING } from '../../src/serving.js';
import type { ServingSimulator } from './simulator.js';

const BAR = 20;

export function renderServing(simulator: ServingSimulator, view: PlacementView): string {
  const { items, resources } = view;
  const { columns } = resources;
  const lines = [`${(simulator.now / 1e9).toFixed(3)} s, ${simulator.state.requests.live} requests in the system`];
  for (let i = 0; i < resources.count; i++) {
    const share = 1 - columns.freeBlocks[i] / columns.totalBlocks[i];
    const filled = Math.round(share * BAR);
    const bar = '#'.repeat(filled) + '.'.repeat(BAR - filled);
    const load = `${columns.runningRequests[i]} running, ${columns.waitingRequests[i]} waiting`;
    lines.push(`${resources.names[i]} [${bar}] ${load}${stateOf(columns.state[i])}`);
  }
  for (let i = 0; i < items.count; i++) {
    const slot = items.slots[i];
    const prompt = items.columns.promptTokens[slot];
    lines.push(`${items.kinds[items.kind[slot]]}: request ${items.id[slot]}, ${prompt} tokens`);
  }
  return lines.join('\n');
}

function stateOf(state: number): string {
  if (state === INSTANCE_OFF) return ', off';
  if (state === INSTANCE_STARTING) return ', starting';
  return state === INSTANCE_DRAINING ? ', draining' : '';
}
