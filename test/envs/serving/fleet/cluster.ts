/** A small cluster with the exact linear time model, and a check of everything that must hold at any event. */

import type { z } from 'zod';
import { createEngine, type EngineOptions, engineSchema } from '../../../../envs/serving/engines/config.js';
import { FleetConductor, type FleetOptions } from '../../../../envs/serving/fleet/conductor.js';
import {
  handoverSchema,
  migrationSchema,
  type RebalanceTrigger,
  scalingSchema,
} from '../../../../envs/serving/fleet/config.js';
import type { PrefixCache } from '../../../../envs/serving/prefix-cache.js';
import { REQUEST_TRANSFER } from '../../../../envs/serving/requests.js';
import { type Conductor, ServingSimulator } from '../../../../envs/serving/simulator.js';
import { LinearTimeModel } from '../../../../envs/serving/time/linear.js';
import { ROLE_MIXED } from '../../../../src/serving.js';

export const KV_BYTES = 524_288; // per token, Llama-2-7B

export interface ClusterInput {
  readonly instances?: number;
  readonly engine?: EngineOptions;
  readonly blocks?: number;
  readonly watermark?: number;
  readonly roles?: readonly number[];
  readonly up?: readonly boolean[];
  readonly stages?: number;
  readonly fastForward?: boolean;
  readonly migration?: z.input<typeof migrationSchema>;
  readonly handover?: z.input<typeof handoverSchema>;
  readonly scaling?: z.input<typeof scalingSchema>;
  readonly rebalance?: RebalanceTrigger;
  readonly sampler?: FleetOptions['sampler'];
  readonly sampleSeconds?: number;
  readonly prefixCache?: PrefixCache;
}

export interface Cluster {
  readonly simulator: ServingSimulator;
  readonly fleet: FleetConductor;
}

export function clusterOf(input: ClusterInput = {}): Cluster {
  const { instances = 2, blocks = 1000, watermark = 0, roles = [], up = [], stages = 1, fastForward = true } = input;
  const engine = createEngine(engineSchema.parse(input.engine ?? { kind: 'sarathi' }));
  const simulator = new ServingSimulator({
    sloClasses: 1,
    fastForward,
    ...(input.prefixCache ? { prefixCache: input.prefixCache } : {}),
    instances: Array.from({ length: instances }, (_, i) => ({
      engine,
      model: new LinearTimeModel(),
      totalBlocks: blocks,
      blockTokens: 16,
      watermarkBlocks: watermark,
      stages,
      hopNanoseconds: 0,
      role: roles[i] ?? ROLE_MIXED,
      kvBytesPerToken: KV_BYTES,
      up: up[i] ?? true,
    })),
  });
  const fleet = new FleetConductor(simulator, {
    ...(input.migration ? { migration: migrationSchema.parse(input.migration) } : {}),
    ...(input.handover ? { handover: handoverSchema.parse(input.handover) } : {}),
    ...(input.scaling ? { scaling: scalingSchema.parse(input.scaling) } : {}),
    ...(input.rebalance ? { rebalance: input.rebalance } : {}),
    ...(input.sampler ? { sampler: input.sampler } : {}),
    ...(input.sampleSeconds ? { sampleSeconds: input.sampleSeconds } : {}),
  });
  return { simulator, fleet };
}

/** Lets `check` look after every event that the conductor is told of. */
export function watch({ simulator, fleet }: Cluster, check: () => void): void {
  const watched: Conductor = {
    begin: () => fleet.begin(),
    gone: (slot) => fleet.gone(slot),
    timer: (kind, payload) => {
      fleet.timer(kind, payload);
      check();
    },
    batchEnded: (instance) => {
      fleet.batchEnded(instance);
      check();
    },
  };
  simulator.conductor = watched;
}

/** Slots of a running list and of the batches in flight. */
export function admittedSlots({ simulator }: Cluster, instance: number): number[] {
  const t = simulator.state.instances;
  const slots = [...t.running.subarray(instance * t.sequences, instance * t.sequences + t.runningCount[instance])];
  for (let b = 0; b < t.batchCount[instance]; b++) {
    const row = instance * t.maxStages + ((t.batchHead[instance] + b) % t.maxStages);
    slots.push(...t.batchRequest.subarray(row * t.sequences, row * t.sequences + t.batchSize[row]));
  }
  return slots;
}

/** What is wrong just now, in words; empty = every request is in one place and every block is accounted for. */
export function faultsOf(cluster: Cluster): string[] {
  const { simulator, fleet } = cluster;
  const { instances: t, requests: r } = simulator.state;
  const faults: string[] = [];
  const seen = new Map<number, string>();
  const meet = (slot: number, place: string, instance: number): void => {
    if (seen.has(slot)) faults.push(`${slot} is in ${place} and ${seen.get(slot)}`);
    seen.set(slot, place);
    if (r.instance[slot] !== instance) faults.push(`${slot} in ${place} says it belongs to ${r.instance[slot]}`);
  };
  for (let s = simulator.unrouted.head; s >= 0; s = r.next[s]) meet(s, 'unrouted', -1);
  let inTransfer = 0;
  for (let i = 0; i < t.count; i++) {
    let waiting = 0;
    for (let s = t.waitingHead[i]; s >= 0; s = r.next[s], waiting++) meet(s, `waiting ${i}`, i);
    if (waiting !== t.waitingCount[i]) faults.push(`${i}: ${waiting} wait, ${t.waitingCount[i]} are counted`);
    const admitted = admittedSlots(cluster, i);
    for (const s of admitted) meet(s, `running ${i}`, i);
    if (admitted.length > simulator.specs[i].engine.maxSequences) faults.push(`${i}: ${admitted.length} are admitted`);
    inTransfer += fleet.handovers?.inbound(i) ?? 0;
    const moving = fleet.migrations?.moving(i) ?? -1;
    if (moving >= 0 && r.phase[moving] === REQUEST_TRANSFER) inTransfer++;
  }
  inTransfer += simulator.handovers.count;
  for (let s = 0; s < r.capacity; s++) {
    if (r.number[s] < 0 || seen.has(s)) continue;
    if (r.phase[s] !== REQUEST_TRANSFER) faults.push(`${s} is nowhere, phase ${r.phase[s]}`);
    inTransfer--;
  }
  if (inTransfer !== 0) faults.push(`${inTransfer} more transfers than requests in transfer`);
  for (let i = 0; i < t.count; i++) {
    let held = (fleet.migrations?.reservedAt(i) ?? 0) + (fleet.handovers?.reservedAt(i) ?? 0);
    let holders = 0;
    for (let s = 0; s < r.capacity; s++) {
      if (r.number[s] < 0 || r.instance[s] !== i) continue;
      held += r.blocks[s];
      if (r.blocks[s] > 0) holders++;
    }
    if (held !== t.usedBlocks[i]) faults.push(`${i}: ${held} blocks are held, ${t.usedBlocks[i]} are counted`);
    if (holders !== t.holders[i]) faults.push(`${i}: ${holders} hold blocks, ${t.holders[i]} are counted`);
    if (t.usedBlocks[i] > t.totalBlocks[i]) faults.push(`${i}: ${t.usedBlocks[i]} blocks of ${t.totalBlocks[i]}`);
  }
  return faults;
}
