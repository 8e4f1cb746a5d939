/** Replays the PPO loss and Adam on tensors of both backends that are always there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/nn/backend.js';
import { replayRlGoldenOnTensors } from '../../../src/report/rl-goldens/index.js';

const SHIPPED = fileURLToPath(new URL('../../goldens/rl', import.meta.url));
const FULL = fileURLToPath(new URL('../../../../shared/goldens/rl', import.meta.url));
const FILES = [SHIPPED, FULL]
  .flatMap((folder) => [join(folder, 'ppo_loss.json'), join(folder, 'adam.json')])
  .filter((file) => existsSync(file));

describe.each(['wasm', 'cpu'] as const)('on %s', (preferred) => {
  it.each(FILES)('%s holds', async (file) => {
    const backend = await loadBackend({ preferred });
    const { tf } = backend;
    const before = tf.memory().numTensors;
    const cases = replayRlGoldenOnTensors(file, readFileSync(file, 'utf8'), backend);
    expect(tf.memory().numTensors).toBe(before);
    expect(cases.length).toBeGreaterThan(0);
    for (const { name, difference, checked, worst } of cases) {
      expect(difference).toBeUndefined();
      expect(name).toMatch(new RegExp(`^.+ \\(tensor, ${preferred}\\)$`));
      expect(checked).toBeGreaterThan(50);
      expect(worst.error).toBeLessThan(1e-5); // sharper than the recordings ask
      expect(worst.error).toBeGreaterThan(1e-12); // single precision has really been used
    }
  });

  it('fails in a gradient', async () => {
    const backend = await loadBackend({ preferred });
    const content = JSON.parse(readFileSync(join(SHIPPED, 'ppo_loss.json'), 'utf8'));
    content.cases[0].out.gradLogits[0][0] += 1e-3;
    const [first] = replayRlGoldenOnTensors('x.json', JSON.stringify(content), backend);
    expect(first.difference).toContain('out.gradLogits[0][0]');
  });
});
