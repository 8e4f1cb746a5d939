/**
 * The reward: minus a weighted sum of what happened since the last decision. Time in the system summed over an episode
 * is the sum of all end-to-end latencies, so that reward is unbiased for mean latency; the others count what ended.
 */
import type { FleetConductor } from './fleet/conductor.js';
import { type Ledger, OUTCOME_COMPLETED } from './ledger.js';
import type { ServingSimulator } from './simulator.js';
import { type SloClass, SloLimits } from './slo.js';

/** Totals since the beginning, seconds and counts; the reward is made of differences. */
export interface RewardTotals {
  inSystem: number; // s
  sloMisses: number; // completed requests that missed their class
  normalisedLatency: number; // Σ s per output token of completed requests
  preemptionLoss: number; // Σ s of completed requests
  instanceTime: number; // s
}

export type RewardWeights = Readonly<RewardTotals>;

export const NO_TOTALS: RewardTotals = Object.freeze({
  inSystem: 0,
  sloMisses: 0,
  normalisedLatency: 0,
  preemptionLoss: 0,
  instanceTime: 0,
});

export class RewardMeter {
  /** Since the last decision. */
  readonly change: RewardTotals = { ...NO_TOTALS };
  private totals: RewardTotals = { ...NO_TOTALS };
  private readonly weights: RewardWeights;
  private readonly limits: SloLimits;
  private readonly up: number;
  private readonly byRequest: boolean; // some weight needs the requests that ended

  /** `up` instances are paid for where the fleet keeps its size. */
  constructor(weights: RewardWeights, slo: readonly SloClass[], up: number) {
    this.weights = weights;
    this.up = up;
    this.limits = new SloLimits(slo, 1e-9);
    this.byRequest = weights.sloMisses + weights.normalisedLatency + weights.preemptionLoss > 0;
  }

  clear(): void {
    this.totals = { ...NO_TOTALS };
    Object.assign(this.change, NO_TOTALS);
  }

  /** The reward for everything since the last call. */
  take(simulator: ServingSimulator, fleet: FleetConductor): number {
    const { totals, change, weights } = this;
    change.inSystem = this.step('inSystem', simulator.presence * 1e-9);
    const paid = fleet.scaling?.instanceTime ?? simulator.now * this.up;
    change.instanceTime = this.step('instanceTime', paid * 1e-9);
    change.sloMisses = 0;
    change.normalisedLatency = 0;
    change.preemptionLoss = 0;
    const { ended, ledger } = simulator;
    if (this.byRequest) for (let i = 0; i < ended.count; i++) this.count(ledger, ended.at(i));
    ended.clear();
    totals.sloMisses += change.sloMisses;
    totals.normalisedLatency += change.normalisedLatency;
    totals.preemptionLoss += change.preemptionLoss;
    return -(
      weights.inSystem * change.inSystem +
      weights.sloMisses * change.sloMisses +
      weights.normalisedLatency * change.normalisedLatency +
      weights.preemptionLoss * change.preemptionLoss +
      weights.instanceTime * change.instanceTime
    );
  }

  snapshot(): RewardTotals {
    return { ...this.totals };
  }

  restore(saved: RewardTotals): void {
    this.totals = { ...saved };
  }

  private step(name: 'inSystem' | 'instanceTime', now: number): number {
    const change = now - this.totals[name];
    this.totals[name] = now;
    return change;
  }

  private count(ledger: Ledger, row: number): void {
    if (ledger.outcome[row] !== OUTCOME_COMPLETED) {
      this.change.sloMisses++; // rejected
      return;
    }
    const end = ledger.finishedAt[row];
    const e2e = end - ledger.arrival[row];
    const outputs = ledger.outputTokens[row];
    const times = {
      ttft: ledger.firstTokenAt[row] - ledger.arrival[row],
      tpot: outputs > 1 ? (end - ledger.firstTokenAt[row]) / (outputs - 1) : Number.NaN,
      gap: ledger.largestGap[row],
      e2e,
    };
    if (!this.limits.meets(ledger.sloClass[row], times)) this.change.sloMisses++;
    this.change.normalisedLatency += (e2e * 1e-9) / outputs;
    this.change.preemptionLoss += ledger.lostTime[row] * 1e-9;
  }
}
