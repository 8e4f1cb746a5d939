/** Every registered serving scenario keeps the contract of an environment; shortened, so that it can be looked at whole. */
import { describe, expect, it } from 'vitest';
import '../../../../envs/index.js';
import { checkEnv } from '../../../../src/check/index.js';
import { buildEnv, envs, makeEnv } from '../../../../src/registry.js';

const IDS = envs
  .all()
  .map(({ id }) => id)
  .filter((id) => id.startsWith('serving/'));

const SHORT = { workload: { requests: 16 } };

describe('serving scenarios', () => {
  it('are there', () => {
    expect(IDS.length).toBeGreaterThanOrEqual(6);
  });

  it.each(IDS)('%s passes the checker without errors and warnings', (id) => {
    const spec = envs.get(id);
    const findings = checkEnv(() => makeEnv(id, { config: SHORT }), {
      rebuild: (config) => buildEnv({ ...spec, config }),
      remake: (renderMode) => makeEnv(id, { config: SHORT, renderMode }),
      episodes: 1,
      maxSteps: 30,
      maskStates: 2,
      maskActions: 8,
      heapResets: 0,
      timedSteps: 0,
    });
    expect(findings.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});
