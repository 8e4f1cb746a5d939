/** Parts of options that several trainers have, and how options are refused: in one line that names the option. */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../error.js';
import { agentChoiceSchema } from './agent-choice.js';

/** A number, or one that changes over the iterations (see `schedule.ts`). */
const notNegative = z.number().nonnegative();

export const scheduleSchema = z.union([
  notNegative,
  z.strictObject({ kind: z.literal('constant'), value: notNegative }),
  z.strictObject({
    kind: z.enum(['linear', 'exponential']),
    from: notNegative,
    to: notNegative,
    iterations: z.number().positive(),
  }),
]);

/** Of credit `interaction-matching`; what the numbers mean is told in `interaction-matching.ts`. */
export const matchingSchema = z.strictObject({
  /** `system`: all rewards from the decision's time on; `job`: time in system of the job whose task was placed. */
  credit: z.enum(['system', 'job']).default('system'),
  /** Decisions whose task (job) did not complete: continued with the critic's value, or dropped as published. */
  censored: z.enum(['bootstrap', 'drop']).default('bootstrap'),
  /** Of every segment; `twice` is a fault of published code. */
  firstSample: z.enum(['once', 'twice']).default('once'),
  /** Reward lost per time unit that a job is in the system, for credit `job`. */
  jobCost: z.number().positive().default(1),
});

/** How decisions are credited with what follows (see `rollout-advantages.ts`, `interaction-matching.ts`). */
export const creditSchema = z.strictObject({
  kind: z.enum(['gae', 'monte-carlo', 'average-reward', 'interaction-matching']),
  /** Of the future, per time unit of the environment: e^{−rate·Δt}. Not for `average-reward`. */
  discountRate: z.number().nonnegative().default(0),
  /** Decay of the trace per decision; not for `monte-carlo`. */
  lambda: z.number().min(0).max(1).default(0.95),
  /** Steps over which the running reward rate of `average-reward` is measured. */
  window: z.number().int().positive().default(100_000),
  /** For `interaction-matching`. */
  matching: matchingSchema.optional(),
});

export type CreditOptions = z.output<typeof creditSchema>;

/** What a policy gradient keeps to: a penalty on leaving a teacher. */
export const teacherSchema = z.strictObject({
  agent: agentChoiceSchema,
  coefficient: scheduleSchema.default(0.1),
});

/** The first iterations only imitate a teacher, and teach the critic. */
export const warmStartSchema = z.strictObject({
  agent: agentChoiceSchema,
  iterations: z.number().int().positive().default(10),
  /** Share of decisions that the teacher takes itself. */
  teacherShare: z.number().min(0).max(1).default(0.5),
  epochs: z.number().int().positive().default(2),
  minibatchSize: z.number().int().positive().default(256),
  learningRate: z.number().positive().default(1e-3),
});

/** Checked and completed options. Errors: `ArenaError`. */
export function parseOptions<S extends z.ZodObject>(schema: S, input: unknown, who: string): z.output<S> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = path === '' ? Object.keys(schema.shape) : [];
    const name = path ? `${path}.${issue.keys[0]}` : issue.keys[0];
    throw new ArenaError(`${who}: option "${name}" does not exist${didYouMean(issue.keys[0], known)}`);
  }
  throw new ArenaError(`${who}: ${path || 'options'}: ${issue.message}`);
}
