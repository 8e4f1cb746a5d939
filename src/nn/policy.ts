/**
 * A policy: a network, and the encoder that turns a placement view into its tables and its candidates back into
 * actions. Trainers and agents know policies by name through this registry; `agents/index.ts` registers them.
 */
import type { PlacementView } from '../placement.js';
import { Registry } from '../registry.js';
import type { Json } from '../space/space.js';
import type { Network } from './network.js';
import type { DecisionTables } from './tables.js';

/** Turns views into rows. Keeps scratch arrays and the last decision's candidates; one per environment that is played. */
export interface Encoder {
  /**
   * Writes the rows of one decision and leaves it open: the caller closes the store. Returns the number of candidates,
   * at least 1 wherever the mask allows anything.
   */
  encode(view: PlacementView, store: DecisionTables): number;
  /** Flat action of a candidate of the last decision encoded; always allowed by its mask. */
  action(candidate: number): number;
  /** The candidate that means this flat action in the last decision encoded, or −1: how teachers are imitated. */
  candidateOf(action: number): number;
  /** A new episode begins. */
  reset?(): void;
}

export interface Policy {
  readonly network: Network;
  /** A fresh encoder. */
  encoder(): Encoder;
}

export interface PolicySpec {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Sizes of the network; unknown options are refused. Errors: `ArenaError`. */
  readonly create: (options?: Json) => Policy;
}

/** Every policy that can be trained. */
export const policies = new Registry<PolicySpec>('policy');
