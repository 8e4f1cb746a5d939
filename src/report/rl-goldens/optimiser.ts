/**
 * Replays Adam: annealed learning rate, joint norm of both gradients, clipping, and the parameters after each step.
 * The gradients to feed in stand among the recorded steps.
 */
import * as z from 'zod';
import { Adam, annealedLearningRate, clipGlobalNorm } from '../../train/adam.js';
import { caseOf, flatten, matrix, real, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const input = z.strictObject({ w: matrix, b: vector, maxGradNorm: real, eps: real, lr0: real });

const step = z.strictObject({
  learningRate: real,
  gradW: matrix,
  gradB: vector,
  gradNorm: real,
  clippedW: matrix,
  clippedB: vector,
  w: matrix,
  b: vector,
});

/** A recorded descent. */
export const optimiserSchema = caseOf(input, z.strictObject({ steps: z.array(step).min(1) }));

/** Adam with clipping and annealing. */
export const optimiserKind = defineKind({
  label: 'Adam (w, b, lr0)',
  accepts: hasInputs('w', 'b', 'lr0'),
  schema: optimiserSchema,
  replay: ({ in: given, out }, comparison) => {
    const w = flatten(given.w);
    const b = Float64Array.from(given.b);
    const adam = new Adam([w.length, b.length], { epsilon: given.eps });
    out.steps.forEach((recorded, i) => {
      const path = `out.steps[${i}]`;
      const learningRate = annealedLearningRate(given.lr0, i + 1, out.steps.length);
      const gradients = [flatten(recorded.gradW), Float64Array.from(recorded.gradB)] as const;
      const norm = clipGlobalNorm(gradients, given.maxGradNorm);
      adam.step([w, b], gradients, learningRate);
      comparison.number(`${path}.learningRate`, learningRate, recorded.learningRate);
      comparison.number(`${path}.gradNorm`, norm, recorded.gradNorm);
      comparison.numbers(`${path}.clippedW`, gradients[0], recorded.clippedW);
      comparison.numbers(`${path}.clippedB`, gradients[1], recorded.clippedB);
      comparison.numbers(`${path}.w`, w, recorded.w);
      comparison.numbers(`${path}.b`, b, recorded.b);
    });
  },
});
