/**
 * What a run of the phase-split simulator is given. The defaults are those of its reference: Llama-2-70B on servers of
 * 8 GPUs with 80 GiB each.
 */
import { correctMode, type PhaseSplitMode } from './modes.js';
import type { PhaseTimes } from './performance-table.js';
import type { RouterName } from './routers.js';

export interface PhaseSplitOptions {
  readonly engine: 'ORCA' | 'Splitwise';
  readonly router: RouterName;
  /** Iteration times of every instance. */
  readonly instances: readonly PhaseTimes[]; // [instance]
  /** The first so many instances compute prompts and the others generate tokens; 0 (default) = all do both. */
  readonly promptInstances?: number;
  /** Which rules apply where the reference has known faults; default {@link correctMode}. */
  readonly mode?: PhaseSplitMode;
  readonly weights?: number; // bytes; default Llama-2-70B
  readonly memoryLimit?: number; // bytes, weights included; default 8 GPUs of 80 GiB
  readonly bandwidth?: number; // bytes per s of a KV transfer; default 2,000 GiB/s
}

const GIB = 2 ** 30;

export const DEFAULTS = {
  promptInstances: 0,
  mode: correctMode,
  weights: 135e9,
  memoryLimit: 8 * 80 * GIB,
  bandwidth: 200 * 10 * GIB, // InfiniBand; ten times as fast, because the transfer overlaps with the prompt
} as const;
