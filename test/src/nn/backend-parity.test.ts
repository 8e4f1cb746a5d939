/**
 * Every backend computes what the plain one computes: each operation of training, forward and gradient, on seeded
 * inputs. Backends that this machine does not have are skipped, with the reason in the title. A software adapter is
 * allowed for webgpu, so that its code path is tested without an accelerator as well.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { BACKEND_NAMES, type Backend, type BackendName, loadBackend, type TF } from '../../../src/nn/backend.js';
import { compute, OPERATIONS, type Outcome } from './operations.js';

const RELATIVE = 2e-5; // float32 sums of at most 30 numbers in another order
const ABSOLUTE = 2e-5;

async function available(name: BackendName): Promise<{ backend?: Backend; reason: string }> {
  try {
    return { backend: await loadBackend({ preferred: name, allowSoftware: true }), reason: '' };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const bound = ABSOLUTE + RELATIVE * Math.abs(expected[i]);
    expect(Math.abs(actual[i] - expected[i]), `number ${i}: ${actual[i]}, plain ${expected[i]}`).toBeLessThan(bound);
  }
}

const plain = new Map<string, Outcome>();

beforeAll(async () => {
  const { tf } = await loadBackend({ preferred: 'cpu' });
  for (const operation of OPERATIONS) plain.set(operation.name, await compute(tf, operation));
});

for (const name of BACKEND_NAMES.filter((each) => each !== 'cpu')) {
  const { backend, reason } = await available(name);
  if (backend === undefined) describe.skip(`${name} against cpu`, () => it(reason, () => {}));
  else describe(`${name} against cpu`, () => comparisons(name, backend.tf));
}

function comparisons(name: BackendName, tf: TF): void {
  beforeAll(async () => {
    await loadBackend({ preferred: name, allowSoftware: true });
  });

  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    expect(tf.getBackend()).toBe(name.startsWith('node') ? 'tensorflow' : name);
    const tensors = tf.memory().numTensors;
    const outcome = await compute(tf, operation);
    const expected = plain.get(operation.name)!;
    expectClose(outcome.forward, expected.forward);
    outcome.gradients.forEach((gradient, input) => {
      expectClose(gradient, expected.gradients[input]);
    });
    expect(tf.memory().numTensors).toBe(tensors);
  });
}
