/**
 * The scorers of llm-d's scheduler: each gives an instance a score in [0, 1], 1 = best, for a request among the instances
 * that may take it. `least` and `most` are taken over those instances. Columns are as reported, so they may be old.
 */
import type { PlacementView } from '../../src/placement.js';
import { memoryLoad } from './least-loaded.js';

/** Least and most of a quantity over the candidate instances. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Shorter queues are better: 1 at the shortest, 0 at the longest, 1 everywhere if all are equal. */
export function queueScore(waiting: number, { least, most }: Range): number {
  return most === least ? 1 : (most - waiting) / (most - least);
}

/** Free KV memory; the scorer looks at what is held, not at what waits. */
export function memoryScore(view: PlacementView, r: number): number {
  const { totalBlocks, freeBlocks } = view.resources.columns;
  return freeBlocks[r] / totalBlocks[r];
}

/** The same with the demand of waiting requests. */
export function demandScore(view: PlacementView, slot: number, r: number): number {
  return clamp(1 - memoryLoad(view, slot, r));
}

/** 0.5 with an empty queue, 0 at `threshold` waiting requests or more. */
export function loadAwareScore(waiting: number, threshold: number): number {
  return 0.5 * (1 - Math.min(waiting, threshold) / threshold);
}

/** Requests in flight against the most anywhere. */
export function activeScore(requests: number, { most }: Range): number {
  return most === 0 ? 1 : (most - requests) / most;
}

/** Tokens in flight against a threshold. */
export function tokenScore(tokens: number, threshold: number): number {
  return 1 - Math.min(tokens, threshold) / threshold;
}

/** Share of the prompt whose KV the instance holds. */
export function prefixScore(view: PlacementView, slot: number, r: number): number {
  const prompt = view.items.columns.promptTokens[slot];
  const held = view.items.pairs.prefixTokens?.[slot * view.shape.resources + r] ?? 0;
  return prompt > 0 ? held / prompt : 0;
}

export function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}
