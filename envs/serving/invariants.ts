/**
 * Conservation laws of the cluster, in words where they are broken: every request is in exactly one place, KV blocks in
 * use are those that requests hold (a shared one once) or that are kept for requests on their way, no counter disagrees
 * with what it counts, every token that was produced was told once, and what was offered is over, live, or still to come.
 */
import { INSTANCE_OFF } from '../../src/serving.js';
import type { Cluster } from './cluster.js';
import { OUTCOME_COMPLETED } from './ledger.js';
import { misplaced } from './places.js';
import { REQUEST_RUNNING, REQUEST_WAITING } from './requests.js';
import type { ServingSimulator } from './simulator.js';

export function servingInvariants({ simulator, fleet }: Cluster): string[] {
  const { state, ledger } = simulator;
  const { requests, instances, prefixCache } = state;
  const broken = misplaced(simulator, fleet);
  const claim = (holds: boolean, words: string) => {
    if (!holds) broken.push(words);
  };
  const over = ledger.completed + ledger.rejected;
  const arrived = Math.min(state.arrivals.row, simulator.requestCount);
  claim(over + requests.live === arrived, `${arrived} arrived, but ${over} are over and ${requests.live} live`);
  const { told, produced } = tokens(simulator);
  claim(told === produced, `${produced} output tokens were produced, ${told} told`);
  const found = Array.from({ length: instances.count }, () => ({
    residents: 0,
    urgent: 0,
    holders: 0,
    own: 0,
    wait: 0,
  }));
  for (let slot = 0; slot < requests.capacity; slot++) {
    if (requests.number[slot] < 0) continue;
    const i = requests.instance[slot];
    broken.push(...faultsOf(simulator, slot));
    if (i < 0) continue;
    const shared = prefixCache ? (requests.prefixHeld[slot] * prefixCache.granuleTokens) / instances.blockTokens[i] : 0;
    const own = requests.blocks[slot] - shared;
    claim(own >= 0, `request ${requests.number[slot]}: shares ${shared} of ${requests.blocks[slot]} blocks`);
    found[i].residents++;
    found[i].own += own;
    if (requests.blocks[slot] > 0) found[i].holders++;
    if (requests.priority[slot] > 0) found[i].urgent++;
    if (requests.phase[slot] === REQUEST_WAITING) found[i].wait += requests.target[slot];
  }
  found.forEach(({ residents, urgent, holders, own, wait }, i) => {
    const name = `instance ${i}`;
    const used = instances.usedBlocks[i];
    const reserved = (fleet.migrations?.reservedAt(i) ?? 0) + (fleet.handovers?.reservedAt(i) ?? 0);
    const { held, unheld } = prefixCache?.sharedBlocks(i) ?? { held: 0, unheld: 0 };
    const equal = (what: string, real: number, counted: number) =>
      claim(real === counted, `${name}: ${real} ${what}, ${counted} counted`);
    equal(`blocks used (${own} own, ${held} shared, ${reserved} reserved)`, own + held + reserved, used);
    claim(used >= 0 && used + unheld <= instances.totalBlocks[i], `${name}: ${used} + ${unheld} blocks are too many`);
    equal('requests', residents, instances.residents[i]);
    equal('urgent requests', urgent, instances.highPriority[i]);
    equal('requests with blocks', holders, instances.holders[i]);
    equal('tokens waiting', wait, instances.waitingTokens[i]);
    const admitted = instances.runningCount[i] + instances.flying(i);
    const { maxSequences } = simulator.specs[i].engine;
    claim(admitted <= maxSequences, `${name}: ${admitted} requests are admitted, at most ${maxSequences} may be`);
    const off = instances.state[i] === INSTANCE_OFF;
    claim(!off || (residents === 0 && used === 0), `${name}: is off with ${residents} requests and ${used} blocks`);
  });
  return broken;
}

/** What is wrong with the progress and the blocks of one live request. */
function faultsOf({ state }: ServingSimulator, slot: number): string[] {
  const { requests, instances } = state;
  const name = `request ${requests.number[slot]}`;
  const done = requests.done[slot];
  const target = requests.target[slot];
  const total = requests.total[slot];
  const prefilled = requests.prefilled[slot] === 1;
  const blocks = requests.blocks[slot];
  const phase = requests.phase[slot];
  const i = requests.instance[slot];
  const broken: string[] = [];
  if (done < 0 || done >= total) broken.push(`${name}: ${done} of ${total} tokens and not over`);
  if (target < requests.promptTokens[slot] || target >= total) broken.push(`${name}: a prefill of ${target} tokens`);
  if (!prefilled && done > target) broken.push(`${name}: ${done} tokens of a prefill of ${target}`);
  if (prefilled && done <= requests.promptTokens[slot]) broken.push(`${name}: prefilled without an output`);
  if (phase === REQUEST_WAITING && blocks > 0) broken.push(`${name}: waits and holds ${blocks} blocks`);
  // the KV of the newest output is computed by the next iteration
  const computed = prefilled ? done - 1 : done;
  if (phase === REQUEST_RUNNING && blocks * instances.blockTokens[i] < computed)
    broken.push(`${name}: ${computed} tokens of KV in ${blocks} blocks`);
  return broken;
}

/** Output tokens told to users (the first of every request, and every gap), and those that requests have got. */
function tokens({ state, ledger }: ServingSimulator): { told: number; produced: number } {
  const { requests } = state;
  let told = ledger.completed;
  for (let bucket = 0; bucket < ledger.gaps.counts.length; bucket++) told += ledger.gaps.counts[bucket];
  let produced = 0;
  if (ledger.totals)
    for (let group = 0; group < ledger.totals.groups; group++) produced += ledger.totals.sum('outputTokens', [group]);
  else
    for (let row = 0; row < ledger.rows; row++)
      if (ledger.outcome[row] === OUTCOME_COMPLETED) produced += ledger.outputTokens[row];
  for (let slot = 0; slot < requests.capacity; slot++) {
    if (requests.number[slot] < 0) continue;
    if (requests.firstTokenAt[slot] >= 0) told++;
    // a swapped or prefilled request has `done`; one that is recomputed will have its target again
    const reached = requests.prefilled[slot] === 1 ? requests.done[slot] : requests.target[slot];
    produced += reached - requests.promptTokens[slot];
  }
  return { told, produced };
}
