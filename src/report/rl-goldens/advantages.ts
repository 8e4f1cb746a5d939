/**
 * Replays generalised advantage estimation: [time][environment] arrays, scalar or event-driven discount, validity
 * mask (only valid rows are compared), and the wrong numbers that treating truncation as termination gives, which
 * must come out when that mistake is made on purpose.
 */
import * as z from 'zod';
import { type Advantages, eventDiscounts, generalizedAdvantages } from '../../train/advantage.js';
import type { Comparison } from './comparison.js';
import { caseOf, flagMatrix, flatten, matrix, real, sameShape } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const results = z.strictObject({ advantages: matrix, returns: matrix, gammas: matrix.optional() });

const input = z
  .strictObject({
    rewards: matrix,
    values: matrix,
    nextValues: matrix,
    terminated: flagMatrix,
    truncated: flagMatrix,
    valid: flagMatrix.optional(),
    lambda_: real,
    gamma: real.optional(),
    dt: matrix.optional(),
    beta: real.optional(),
  })
  .refine(
    (given) => (given.gamma === undefined) === (given.dt !== undefined && given.beta !== undefined),
    'either gamma, or dt and beta are expected',
  )
  .refine(
    (given) =>
      sameShape(
        given.rewards,
        given.values,
        given.nextValues,
        given.terminated,
        given.truncated,
        given.valid,
        given.dt,
      ),
    'arrays of equal shape [time][environment] are expected',
  );

const schema = caseOf(input, results).extend({ wrong_if_truncation_treated_as_termination: results.optional() });

function compareValid(
  comparison: Comparison,
  where: { readonly path: string; readonly valid: Uint8Array | undefined },
  computed: Advantages,
  golden: z.infer<typeof results>,
): void {
  const columns = golden.advantages[0].length;
  for (const field of ['advantages', 'returns'] as const) {
    const recorded = flatten(golden[field]);
    if (recorded.length !== computed[field].length) {
      comparison.differ(
        `${where.path}.${field}: ${recorded.length} numbers recorded, ${computed[field].length} computed`,
      );
      continue;
    }
    for (let i = 0; i < recorded.length; i++) {
      if (where.valid?.[i] === 0) continue;
      const path = `${where.path}.${field}[${Math.floor(i / columns)}][${i % columns}]`;
      comparison.number(path, computed[field][i], recorded[i]);
    }
  }
}

/** Generalised advantage estimation. */
export const advantageKind = defineKind({
  label: 'advantages (rewards, values, nextValues)',
  accepts: hasInputs('rewards', 'values', 'nextValues'),
  schema,
  replay: (golden, comparison) => {
    const given = golden.in;
    const discount = given.dt ? eventDiscounts(flatten(given.dt), given.beta!) : given.gamma!;
    const valid = given.valid && Uint8Array.from(given.valid.flat());
    const rollout = {
      environments: given.rewards[0].length,
      rewards: flatten(given.rewards),
      values: flatten(given.values),
      nextValues: flatten(given.nextValues),
      terminated: Uint8Array.from(given.terminated.flat()),
      truncated: Uint8Array.from(given.truncated.flat()),
      ...(valid && { valid }),
    };
    const options = { discount, lambda: given.lambda_ };
    compareValid(comparison, { path: 'out', valid }, generalizedAdvantages(rollout, options), golden.out);
    if (golden.out.gammas) {
      const gammas = typeof discount === 'number' ? rollout.rewards.map(() => discount) : discount;
      comparison.numbers('out.gammas', gammas, golden.out.gammas);
    }
    const wrong = golden.wrong_if_truncation_treated_as_termination;
    if (!wrong) return;
    const terminated = rollout.terminated.map((flag, i) => flag | rollout.truncated[i]);
    const path = 'wrong_if_truncation_treated_as_termination';
    compareValid(comparison, { path, valid }, generalizedAdvantages({ ...rollout, terminated }, options), wrong);
  },
});
