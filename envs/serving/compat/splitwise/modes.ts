/**
 * Where the phase-split simulator of Splitwise has known faults, this says which rule applies: its own (`compatibleMode`,
 * what its recorded runs need) or what was meant (`correctMode`).
 */
import type { EventOrder } from './event-heap.js';

export interface PhaseSplitMode {
  /** Equal times: as an array heap has them, or in order of creation. */
  readonly eventOrder: EventOrder;
  /** Whether a split router counts what it routes; without that it follows whoever has finished most. */
  readonly countsAtRouting: boolean;
  readonly bytesPerToken: number; // of KV cache
  /** Added to every arrival, s: the reference has no instances yet at time 0. */
  readonly arrivalShift: number;
}

/** Llama-2-70B: keys and values · 8,192 · 80 layers · 2 bytes, as if every query head had keys and values of its own. */
export const FULL_WIDTH_BYTES = 2 * 8192 * 80 * 2;
/** The same with the 8 key-value heads that its 64 query heads share. */
export const GROUPED_QUERY_BYTES = FULL_WIDTH_BYTES / 8;

export const compatibleMode: PhaseSplitMode = {
  eventOrder: 'layout',
  countsAtRouting: false,
  bytesPerToken: FULL_WIDTH_BYTES,
  arrivalShift: 1,
};

export const correctMode: PhaseSplitMode = {
  eventOrder: 'numbered',
  countsAtRouting: true,
  bytesPerToken: GROUPED_QUERY_BYTES,
  arrivalShift: 0,
};
