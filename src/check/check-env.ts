/**
 * The environment checker: everything that Gymnasium's and Stable-Baselines3's checkers look at, and sixteen checks
 * more that compare whole episodes (see {@link CHECKS}). It returns findings and never prints; a clean environment
 * yields no error.
 */
import type { Env } from '../env.js';
import { checkActions } from './actions.js';
import { checkHeap, reportSpeed } from './cost.js';
import { checkEnding, checkInterleaving, checkReplay, checkSeeds, checkSnapshots } from './determinism.js';
import { type Finding, Findings } from './finding.js';
import { type CheckContext, type CheckEnvOptions, DEFAULT_CHECK_ENV_OPTIONS } from './options.js';
import { checkClose, checkOrder, checkRender, checkReset, checkRoundTrip, checkTypes } from './protocol.js';
import { checkSpaces } from './spaces.js';
import { watchEpisodes } from './watch.js';

/** Checks the environments that `makeEnv` builds (it is called many times and must build a fresh one each time). */
export function checkEnv(makeEnv: () => Env<unknown, unknown>, options: CheckEnvOptions = {}): readonly Finding[] {
  const findings = new Findings();
  const context: CheckContext = {
    make: makeEnv as () => Env,
    findings,
    options: { ...DEFAULT_CHECK_ENV_OPTIONS, ...options },
  };
  let drivable = false;
  findings.guard('types', () => {
    const env = context.make();
    drivable = checkTypes(context, env);
    checkSpaces(context, env);
    env.close?.();
  });
  if (!drivable || findings.list.some(({ level }) => level === 'error')) return findings.sorted();
  const parts = [
    checkReset,
    watchEpisodes,
    checkReplay,
    checkInterleaving,
    checkSnapshots,
    checkSeeds,
    checkEnding,
    checkOrder,
    checkActions,
    checkRoundTrip,
    checkRender,
    checkClose,
    checkHeap,
    reportSpeed,
  ];
  for (const part of parts) findings.guard('step', () => part(context));
  return findings.sorted();
}

/** The findings that break the contract. */
export function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ level }) => level === 'error');
}
