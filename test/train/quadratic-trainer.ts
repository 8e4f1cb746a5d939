/**
 * A trainer that is as small as one can be and yet real: noisy gradient descent with momentum on a quadratic bowl. It has
 * all that a checkpoint must carry: weights, moments, a counter and a generator.
 */
import { ArenaError } from '../../src/error.js';
import { Parameters } from '../../src/nn/parameters.js';
import { createRng, type Rng, type RngSnapshot } from '../../src/rng.js';
import type { IterationReport, Trainer } from '../../src/train/trainer.js';

const CENTRE = [3, -2, 0.5];

interface QuadraticSnapshot {
  readonly iteration: number;
  readonly weights: Float32Array; // [parameter]
  readonly velocity: Float64Array; // [parameter]
  readonly rng: RngSnapshot;
}

export interface QuadraticOptions {
  readonly seed: number;
  /** From this iteration on a weight is not a number; default never. */
  readonly divergesAt?: number;
  /** An iteration waits until it is told to stop; default 0 = it does not wait. */
  readonly patience?: number; // milliseconds
}

export class QuadraticTrainer implements Trainer {
  readonly parameters = new Parameters([{ name: 'point', shape: [CENTRE.length], gain: 0 }]);
  iteration = 0;
  closed = false;
  private readonly velocity = new Float64Array(CENTRE.length);
  private readonly rng: Rng;
  private readonly options: QuadraticOptions;

  constructor(options: QuadraticOptions) {
    this.options = options;
    this.rng = createRng(options.seed).fork('noise');
  }

  /** Distance from the bottom, squared. */
  get loss(): number {
    return CENTRE.reduce((sum, centre, k) => sum + (this.parameters.flat[k] - centre) ** 2, 0);
  }

  async iterate(signal?: AbortSignal): Promise<IterationReport> {
    const { divergesAt = Number.POSITIVE_INFINITY, patience = 0 } = this.options;
    const point = this.parameters.flat;
    for (let k = 0; k < point.length; k++) {
      const gradient = 2 * (point[k] - CENTRE[k]) + 0.2 * (this.rng() - 0.5);
      this.velocity[k] = 0.5 * this.velocity[k] - 0.1 * gradient;
      point[k] += this.velocity[k];
    }
    if (patience > 0) await interruptible(patience, signal); // the state has moved by now: half an iteration
    this.iteration++;
    if (this.iteration >= divergesAt)
      throw new ArenaError(`quadratic: step ${this.iteration}, tensor "point" holds NaN`);
    return {
      'losses/policy_loss': this.loss,
      'losses/explained_variance': Number.NaN,
      'charts/decisions_iteration': 10,
      'charts/SPS': 1000 * Math.abs(this.rng.fork('clock')()), // a timing by its name
    };
  }

  snapshot(): QuadraticSnapshot {
    const { iteration, parameters, velocity, rng } = this;
    return { iteration, weights: parameters.flat, velocity, rng: rng.snapshot() };
  }

  restore(saved: unknown): void {
    const { iteration, weights, velocity, rng } = saved as QuadraticSnapshot;
    this.iteration = iteration;
    this.parameters.flat.set(weights);
    this.velocity.set(velocity);
    this.rng.restore(rng);
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

function interruptible(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('aborted'));
    });
  });
}
