/**
 * Recursive least squares with a ridge penalty and forgetting: weights w that minimise Σ λ^(age) (y − w·x)² + ridge ‖w‖²
 * (the penalty fades with λ), brought up to date in O(f²) per sample (Haykin, Adaptive Filter Theory, chapter on RLS).
 */
export interface LeastSquaresOptions {
  readonly features: number; // f
  readonly ridge: number; // > 0
  readonly forgetting: number; // λ in (0, 1]; 1 = remembers all
}

export interface SavedLeastSquares {
  readonly weights: readonly number[];
  readonly inverse: readonly number[];
  readonly samples: number;
}

/** Largest entry of the inverse: without variation in the features, forgetting would make it grow without end. */
const LARGEST_INVERSE = 1e9;

export class LeastSquares {
  readonly weights: Float64Array; // [f]
  samples = 0;
  private readonly inverse: Float64Array; // [f·f] of the weighted correlation matrix
  private readonly gain: Float64Array; // [f] scratch
  private readonly options: LeastSquaresOptions;

  constructor(options: LeastSquaresOptions) {
    const { features: f } = options;
    this.options = options;
    this.weights = new Float64Array(f);
    this.inverse = new Float64Array(f * f);
    this.gain = new Float64Array(f);
    this.reset();
  }

  reset(): void {
    const { features: f, ridge } = this.options;
    this.samples = 0;
    this.weights.fill(0);
    this.inverse.fill(0);
    for (let i = 0; i < f; i++) this.inverse[i * f + i] = 1 / ridge;
  }

  predict(features: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < features.length; i++) sum += this.weights[i] * features[i];
    return sum;
  }

  learn(features: Float64Array, target: number): void {
    const { inverse, gain, weights } = this;
    const { features: f, forgetting } = this.options;
    let scale = forgetting;
    for (let i = 0; i < f; i++) {
      gain[i] = 0;
      for (let j = 0; j < f; j++) gain[i] += inverse[i * f + j] * features[j];
      scale += features[i] * gain[i];
    }
    const error = target - this.predict(features);
    for (let i = 0; i < f; i++) weights[i] += (gain[i] / scale) * error;
    // P ← (P − g gᵀ / scale) / λ, symmetric by construction
    for (let i = 0; i < f; i++) {
      for (let j = 0; j < f; j++) inverse[i * f + j] = (inverse[i * f + j] - (gain[i] * gain[j]) / scale) / forgetting;
    }
    for (let i = 0; i < f; i++) this.keepBounded(i);
    this.samples++;
  }

  /** Scales row and column i down when its variance has grown too large. */
  private keepBounded(i: number): void {
    const { inverse } = this;
    const { features: f } = this.options;
    const diagonal = inverse[i * f + i];
    if (!(diagonal > LARGEST_INVERSE)) return;
    const factor = Math.sqrt(LARGEST_INVERSE / diagonal);
    for (let j = 0; j < f; j++) {
      inverse[i * f + j] *= factor;
      inverse[j * f + i] *= factor;
    }
  }

  snapshot(): SavedLeastSquares {
    return { weights: [...this.weights], inverse: [...this.inverse], samples: this.samples };
  }

  restore({ weights, inverse, samples }: SavedLeastSquares): void {
    this.weights.set(weights);
    this.inverse.set(inverse);
    this.samples = samples;
  }
}
