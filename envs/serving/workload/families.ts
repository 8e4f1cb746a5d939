/** The generated families that follow a published trace: lengths, own rate and arrivals, and reuse of prefixes. */
import type { WorkloadArrivals } from './arrival-settings.js';
import { ARXIV } from './fitted/arxiv.js';
import { AZURE_CODE, AZURE_CONV } from './fitted/azure.js';
import { AZURE_CODE_GAPS } from './fitted/code-gaps.js';
import { MOONCAKE_CONVERSATION, MOONCAKE_SYNTHETIC } from './fitted/mooncake.js';
import { BURSTGPT, SHAREGPT } from './fitted/sharegpt-burstgpt.js';
import type { LengthTable } from './length-table.js';
import type { ReuseSettings } from './prefix-reuse.js';

export interface TraceFamily {
  readonly lengths: LengthTable;
  readonly rate: number; // requests per second of the trace; a choice where the trace has no times
  readonly arrival: WorkloadArrivals;
  readonly maxTokens: number | null; // the trace's own filter
  readonly reuse: ReuseSettings | null;
}

const POISSON: WorkloadArrivals = { process: 'poisson' };
const MOONCAKE_GRANULE = 512;

export const TRACE_FAMILIES = {
  /** The slow drift of the rate over the hour of the trace is left out; gaps have its coefficient of variation. */
  'azure-conv': {
    lengths: AZURE_CONV,
    rate: 5.53,
    arrival: { process: 'gamma', coefficientOfVariation: 1.09 },
    maxTokens: null,
    reuse: null,
  },
  'azure-code': { lengths: AZURE_CODE, rate: 2.57, arrival: AZURE_CODE_GAPS, maxTokens: null, reuse: null },
  arxiv: { lengths: ARXIV, rate: 1, arrival: POISSON, maxTokens: 4096, reuse: null },
  sharegpt: { lengths: SHAREGPT, rate: 1, arrival: POISSON, maxTokens: 8192, reuse: null },
  burstgpt: { lengths: BURSTGPT, rate: 1, arrival: POISSON, maxTokens: null, reuse: null },
  /** The trace's times are rounded to bursts every 3 s (gap CV 3.0); Poisson stands for the traffic before that. */
  'mooncake-conversation': {
    lengths: MOONCAKE_CONVERSATION,
    rate: 3.4,
    arrival: POISSON,
    maxTokens: null,
    reuse: {
      granule: MOONCAKE_GRANULE,
      chances: [
        { granules: 2, chance: 0.02 },
        { granules: 3, chance: 0.19 },
        { granules: 7, chance: 0.5 },
        { granules: 14, chance: 0.36 },
        { granules: 20, chance: 0.44 },
        { granules: Number.POSITIVE_INFINITY, chance: 0.5 },
      ],
      candidates: 5,
      commonGranule: true,
    },
  },
  'mooncake-synthetic': {
    lengths: MOONCAKE_SYNTHETIC,
    rate: 3.91,
    arrival: POISSON,
    maxTokens: null,
    reuse: {
      granule: MOONCAKE_GRANULE,
      chances: [
        { granules: 2, chance: 0 },
        { granules: 9, chance: 0.63 },
        { granules: 20, chance: 0.85 },
        { granules: 38, chance: 0.54 },
        { granules: 55, chance: 0.575 },
        { granules: 80, chance: 0.76 },
        { granules: Number.POSITIVE_INFINITY, chance: 0.85 },
      ],
      candidates: 24,
      commonGranule: false,
    },
  },
} as const satisfies Record<string, TraceFamily>;
