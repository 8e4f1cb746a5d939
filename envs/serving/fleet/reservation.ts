/**
 * Blocks of an instance that are kept for a request still on its way there. They count in `usedBlocks` and belong to
 * whoever moves the request, until the request arrives and they become its block table, or they are given back.
 * Shared prefix blocks arrive as private ones: what is moved is the whole KV of the sequence.
 */
import type { ServingSimulator } from '../simulator.js';

/** Whether the pool has so many blocks free beside the watermark. */
export function hasRoom(simulator: ServingSimulator, instance: number, blocks: number): boolean {
  const { state } = simulator;
  simulator.settle(instance); // a run of decodes there has taken blocks since
  return state.freeBlocks(instance) - blocks >= state.instances.watermarkBlocks[instance];
}

/** Blocks that a request gets on an instance it comes to: as its tokens take, or as many as the engine always reserves. */
export function blocksAt(simulator: ServingSimulator, instance: number, slot: number): number {
  const { state } = simulator;
  const { engine } = simulator.specs[instance];
  const least = engine.fewestBlocks?.(state.instances.blockTokens[instance]) ?? 0;
  return Math.max(state.blocksOf(instance, state.requests.done[slot]), least);
}

/** Keeps blocks for a request that will come. A run of decodes there is cut: it had counted on them. */
export function reserve(simulator: ServingSimulator, instance: number, blocks: number): void {
  if (blocks === 0) return;
  const { instances, prefixCache } = simulator.state;
  simulator.touch(instance);
  instances.usedBlocks[instance] += blocks;
  prefixCache?.makeRoom(instance, instances.usedBlocks[instance]);
}

/** Gives reserved blocks back; somebody who waits there may be admitted now. */
export function unreserve(simulator: ServingSimulator, instance: number, blocks: number): void {
  if (blocks === 0) return;
  simulator.touch(instance);
  simulator.state.instances.usedBlocks[instance] -= blocks;
}

/** Admitted requests: in the running list or in a batch. */
export function admitted(simulator: ServingSimulator, instance: number): number {
  const { instances } = simulator.state;
  return instances.runningCount[instance] + instances.flying(instance);
}

/** Whether the engine may run one more request. */
export function hasPlace(simulator: ServingSimulator, instance: number): boolean {
  return admitted(simulator, instance) < simulator.specs[instance].engine.maxSequences;
}

/** The request leaves `from`, whose blocks become free, and goes on at `to` with the blocks reserved there. */
export function arrive(simulator: ServingSimulator, slot: number, from: number, move: Landing): void {
  const { state } = simulator;
  const { to, blocks } = move;
  simulator.touch(from);
  simulator.touch(to);
  state.freeAll(from, slot);
  state.requests.blocks[slot] = blocks;
  state.assign(slot, to);
  state.instances.holders[to]++;
  state.pushRunning(to, slot);
}

export interface Landing {
  readonly to: number; // instance
  readonly blocks: number; // reserved there
}

/** Whether the KV of one instance means the same to the other: equal bytes per token. */
export function sameCache(simulator: ServingSimulator, from: number, to: number): boolean {
  return simulator.specs[from].kvBytesPerToken === simulator.specs[to].kvBytesPerToken;
}

/** Whether the request is in the running list: admitted and in no batch. */
export function isRunning(simulator: ServingSimulator, instance: number, slot: number): boolean {
  const { running, runningCount, sequences } = simulator.state.instances;
  const begin = instance * sequences;
  for (let i = begin; i < begin + runningCount[instance]; i++) if (running[i] === slot) return true;
  return false;
}
