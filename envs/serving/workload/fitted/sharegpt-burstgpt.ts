/**
 * Lengths of ShareGPT (8k context) and of the GPT-4 conversations of BurstGPT from their published summary statistics
 * alone, as no tables of them may be passed on: ShareGPT input mean 2340, P50 1730, P90 5696, output mean 439, P50
 * 415, P90 834 (Agrawal et al., OSDI 2024); BurstGPT input mean 830, P50 582, P99 3549, output mean 271, P50 243, P99
 * 964 (Wang et al. 2024, arXiv 2401.17644, through Sun et al., OSDI 2024). The other knots are chosen so that the
 * mean comes out, with a smooth body; input and output are independent.
 */
import type { LengthTable } from '../length-table.js';

export const SHAREGPT: LengthTable = {
  input: {
    probability: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 1],
    tokens: [4, 130, 550, 1730, 3400, 5696, 7150, 8000],
  },
  output: [
    {
      inputBelow: 1,
      probability: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1],
      tokens: [4, 60, 190, 415, 622, 834, 1150, 1500],
    },
  ],
};

export const BURSTGPT: LengthTable = {
  input: {
    probability: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1],
    tokens: [5, 90, 255, 582, 1045, 1850, 2430, 3549, 6000],
  },
  output: [
    {
      inputBelow: 1,
      probability: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1],
      tokens: [2, 45, 120, 243, 340, 460, 964, 1800],
    },
  ],
};
