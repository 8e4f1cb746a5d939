/** Decima as a network of this framework: a policy over pairs of stage and number of executors. */
import type { Network } from '../../src/nn/network.js';
import { type DecimaKind, decimaParameters } from './kinds.js';
import { PlainDecima } from './plain-pass.js';
import { DECIMA_SCHEMA } from './schema.js';
import { decimaTensors } from './tensor-pass.js';

/**
 * The logit of a candidate is the log-probability of its stage plus that of its number of executors given the
 * stage's job, so the softmax over candidates is exactly Decima's joint distribution.
 */
export function decimaNetwork(kind: DecimaKind): Network {
  return {
    id: kind.id,
    schema: DECIMA_SCHEMA,
    parameters: decimaParameters(kind),
    forward: (scope, batch) => decimaTensors(kind, scope, batch),
    compile: (parameters) => new PlainDecima(kind, parameters),
  };
}
