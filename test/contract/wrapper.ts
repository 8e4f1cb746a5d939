/**
 * What every wrapper must keep: it is an environment itself (no error from the checker), its memory is part of its
 * snapshots and forks, and nothing the inner environment offers gets lost.
 */
import { describe, expect, it } from 'vitest';
import { checkEnv, errorsOf } from '../../src/check/index.js';
import type { Env } from '../../src/env.js';
import type { Wrapper } from '../../src/wrappers/wrapper.js';

export function wrapperContract(name: string, make: () => Wrapper<never, never, never, never>): void {
  const build = make as unknown as () => Env<unknown, unknown> & { inner: Env };

  describe(`${name} keeps the contract of a wrapper`, () => {
    it('passes the checker, snapshots and forks included', () => {
      const findings = checkEnv(build, { heapResets: 0, timedSteps: 0 });
      expect(errorsOf(findings)).toEqual([]);
      expect(findings.some(({ message }) => message.includes('not offered'))).toBe(false);
    });

    it('forwards id, configuration, render mode and laws', () => {
      const env = build();
      expect(env.id).toBe(env.inner.id);
      expect(env.config).toEqual(env.inner.config);
      expect(env.renderMode).toBe(env.inner.renderMode);
      expect(env.invariants?.()).toEqual([]);
    });

    it('refuses a snapshot of another environment', () => {
      const env = build();
      env.reset({ seed: 1 });
      expect(() => env.restore!(env.inner.snapshot!())).toThrow('was not taken by');
    });
  });
}
