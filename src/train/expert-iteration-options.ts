/** What may be set about expert iteration and imitation, with defaults; plain JSON. */
import { z } from 'zod';
import { agentChoiceSchema } from './agent-choice.js';
import { collectSchema } from './collector.js';
import { lookAheadSchema } from './look-ahead.js';
import { scheduleSchema } from './trainer-options.js';

const share = z.number().min(0).max(1);

const labelSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('look-ahead'), ...lookAheadSchema.shape }),
  z.strictObject({ kind: z.literal('teacher'), agent: agentChoiceSchema }),
]);

const lessonSchema = z.discriminatedUnion('kind', [
  /**
   * Logits become how much cheaper a candidate is than the others: in scales of cost, cut to ±limit, times a gain, which
   * is measured on the first iteration's decisions where it is null (see `logit-gain.ts`).
   */
  z.strictObject({
    kind: z.literal('regression'),
    /** Errors beyond this many logits count linearly; null = by their square always. */
    errorLimit: z.number().positive().nullable().default(3),
    limit: z.number().positive().default(5),
    gain: z.number().positive().nullable().default(null),
  }),
  /** The policy's expected advantage is raised: Σ π · advantage, in scales of cost, cut to ±limit. */
  z.strictObject({
    kind: z.literal('expected-advantage'),
    limit: z.number().positive().default(5),
    /** Weight of staying at the start where a scenario of the mixture is an anchor. */
    anchorCoefficient: z.number().nonnegative().default(1),
  }),
  /** Cross-entropy to softmax(−cost/temperature), or to the teacher's choice. */
  z.strictObject({ kind: z.literal('imitation'), temperature: z.number().nonnegative().default(1) }),
  /** Clipped policy gradient with the look-ahead's advantage of the candidate taken. */
  z.strictObject({ kind: z.literal('policy-gradient'), clipRange: z.number().positive().default(0.2) }),
]);

export const expertIterationSchema = z.strictObject({
  labels: labelSchema,
  lesson: lessonSchema.default({ kind: 'imitation', temperature: 1 }),
  collect: collectSchema.prefault({ mode: 'lanes' }),
  /** Share of decisions that are labelled and learned from. */
  recordShare: z.number().positive().max(1).default(0.25),
  behaviour: z
    .strictObject({
      teacherShare: share.default(0),
      guideShare: share.default(0),
      guide: agentChoiceSchema.nullable().default(null),
      exploration: share.default(0.03),
      greedy: z.boolean().default(true),
    })
    .prefault({}),
  /** Iterations whose decisions are learned from, the present one included. */
  keepIterations: z.number().int().positive().default(4),
  epochs: z.number().int().positive().default(2),
  minibatchSize: z.number().int().positive().default(128),
  learningRate: scheduleSchema.default(1e-3),
  maxGradientNorm: z.number().positive().default(0.5),
  entropyCoefficient: z.number().nonnegative().default(0),
  valueCoefficient: z.number().nonnegative().default(0),
  rewardScale: z.number().positive().default(1),
  /** Of the critic's returns, per time unit. */
  discountRate: z.number().nonnegative().default(0),
});

export type ExpertIterationOptions = z.output<typeof expertIterationSchema>;
export type ExpertIterationInput = z.input<typeof expertIterationSchema>;
