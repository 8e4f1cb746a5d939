/**
 * The form of an environment: members and their types, reset with seeds and options, order of calls, rendering and
 * closing. What one call must look like, without looking at dynamics.
 */
import { canonicalJSON, isPlainObject } from '../config.js';
import type { Env, EnvMetadata, RenderMode } from '../env.js';
import { ArenaError } from '../error.js';
import { Wrapper } from '../wrappers/wrapper.js';
import { digest } from './digest.js';
import { firstDifference, observationDigest, randomAction, runEpisode } from './episode.js';
import { explainMismatch } from './explain.js';
import { describeThrown } from './finding.js';
import { type CheckContext, policyRng } from './options.js';

const RENDER_MODES: readonly RenderMode[] = ['none', 'ansi', 'svg', 'human'];
const METHODS = ['reset', 'step', 'render', 'close'] as const;

/** True when the environment can be driven at all. */
export function checkTypes(context: CheckContext, env: Env): boolean {
  const { findings } = context;
  const record = env as unknown as Record<string, unknown>;
  const missing = METHODS.filter((name) => typeof record[name] !== 'function');
  for (const name of missing) findings.error('types', `${name} is no method`);
  if (typeof env.id !== 'string' || env.id === '') findings.error('types', 'id is no text');
  findings.guard('types', () => canonicalJSON(env.config, 'config'));
  if (!isPlainObject(env.metadata)) findings.error('types', 'metadata is no record');
  else checkMetadata(context, env.metadata as EnvMetadata);
  if (typeof record.seed === 'function')
    findings.warning('types', 'a method "seed" is of no use, reset takes the seed');
  const layers: string[] = [];
  for (let layer: unknown = env; layer instanceof Wrapper; layer = layer.inner) layers.push(layer.constructor.name);
  if (layers.length > 0) findings.info('types', `checked through ${layers.join(', ')}`);
  return missing.length === 0;
}

function checkMetadata({ findings }: CheckContext, metadata: EnvMetadata): void {
  const { timeUnit, maxEpisodeSteps, continuing, renderModes } = metadata;
  if (!(timeUnit?.seconds > 0 && Number.isFinite(timeUnit.seconds))) {
    findings.error('types', `metadata.timeUnit lasts ${timeUnit?.seconds} seconds (a number > 0)`);
  }
  if (maxEpisodeSteps !== undefined && !(Number.isInteger(maxEpisodeSteps) && maxEpisodeSteps > 0)) {
    findings.error('types', `metadata.maxEpisodeSteps is ${maxEpisodeSteps} (an integer ≥ 1, or absent)`);
  }
  if (continuing !== undefined && typeof continuing !== 'boolean') {
    findings.error('types', `metadata.continuing is ${String(continuing)} (true, false, or absent)`);
  }
  if (metadata.constant !== undefined && typeof metadata.constant !== 'boolean') {
    findings.error('types', `metadata.constant is ${String(metadata.constant)} (true, false, or absent)`);
  }
  for (const flag of ['aliasesObservation', 'reusesStepResult', 'deterministic'] as const) {
    if (typeof metadata[flag] !== 'boolean') findings.error('types', `metadata.${flag} is no boolean`);
  }
  if (metadata.deterministic === false) findings.warning('types', 'metadata declares the environment nondeterministic');
  if (!Array.isArray(renderModes) || renderModes.length === 0) findings.error('render', 'no render modes are declared');
  else
    for (const mode of renderModes)
      if (!RENDER_MODES.includes(mode)) findings.error('render', `mode "${mode}" is unknown`);
}

/** Reset: its result, seeds, options, and bad seeds refused. */
export function checkReset(context: CheckContext): void {
  const { findings, make, options } = context;
  const env = make();
  const space = env.observationSpace;
  findings.guard('reset', () => {
    const first = env.reset();
    for (const problem of resetProblems(env, first)) findings.error('reset', problem);
    if (!Number.isSafeInteger((first as { info?: { seed?: unknown } }).info?.seed)) {
      findings.warning('reset', 'the first reset without a seed does not report the seed it drew (info.seed)');
    }
  });
  findings.guard('reset', () => {
    const observed = [0, 1].map(() => {
      const seeded = observationDigest(space, env.reset({ seed: options.seed }).observation);
      const following = observationDigest(space, env.reset().observation);
      return { seeded, following };
    });
    if (observed[0].seeded !== observed[1].seeded) findings.error('reset', 'the same seed gives another observation');
    if (observed[0].following !== observed[1].following) {
      findings.error('reset', 'after the same seed, the next reset without a seed gives another observation');
    }
  });
  findings.guard('reset', () => {
    env.reset({ seed: options.seed, options: {} });
  });
  findings.guard('reset', () => checkSeededStates(context));
  for (const seed of [-1, 0.5, Number.NaN]) {
    try {
      env.reset({ seed });
      findings.error('reset', `seed ${seed} is accepted (an integer ≥ 0)`);
    } catch (thrown) {
      if (!(thrown instanceof ArenaError)) findings.warning('reset', `seed ${seed} throws ${describeThrown(thrown)}`);
    }
  }
  env.close();
}

/** Fresh instances are in the same state after the same seed, and in another after another. */
function checkSeededStates({ findings, make, options }: CheckContext): void {
  const [one, two, other] = [options.seed, options.seed, options.seed + 333].map((seed) => {
    const env = make();
    env.reset({ seed });
    const state = env.snapshot ? digest(env.snapshot()) : '';
    env.close();
    return state;
  });
  if (one !== two) findings.error('reset', 'after the same seed two fresh instances are in different states');
  if (one === other && one !== '') findings.warning('reset', 'after another seed the state is the same');
}

function resetProblems(env: Env, result: unknown): string[] {
  if (!isPlainObject(result)) return ['reset returns no record { observation, info }'];
  const problems: string[] = [];
  const reason = explainMismatch(env.observationSpace, result.observation, 'observation');
  if (reason) problems.push(reason);
  if (!isPlainObject(result.info)) problems.push('info is no record');
  else if (result.info.elapsed !== 0) problems.push(`info.elapsed is ${result.info.elapsed} after a reset, not 0`);
  return problems;
}

/** Step before the first reset, and after the end, must be refused. */
export function checkOrder(context: CheckContext): void {
  const { findings, make, options } = context;
  const env = make();
  const action = env.actionSpace.sample(policyRng(context, 'order'));
  const refused = (when: string) => {
    try {
      env.step(action as number);
      findings.error('order', `step ${when} is accepted`);
    } catch (thrown) {
      if (!(thrown instanceof ArenaError)) findings.warning('order', `step ${when} throws ${describeThrown(thrown)}`);
    }
  };
  refused('before the first reset');
  findings.guard('order', () => {
    const policy = policyRng(context, 'order');
    env.reset({ seed: options.seed });
    for (let step = 1; step <= options.maxEndingSteps; step++) {
      const { terminated, truncated } = env.step(randomAction(env, policy) as number);
      if (step === 1 && truncated) findings.warning('order', 'the first step truncates');
      if (terminated || truncated) return refused('after the end of the episode');
    }
    findings.info('order', `no episode ended within ${options.maxEndingSteps} steps; step after the end was not tried`);
  });
  env.close();
}

/** What render returns in each mode that prints nothing. */
export function checkRender(context: CheckContext): void {
  const { findings, make, options } = context;
  const plain = make();
  if (!plain.metadata.renderModes.includes(plain.renderMode)) {
    findings.error('render', `mode "${plain.renderMode}" is in use and not declared`);
  }
  const silent = plain.metadata.renderModes.filter((mode) => mode !== 'human');
  for (const mode of options.remake ? silent : [plain.renderMode]) {
    if (mode === 'human') continue;
    findings.guard('render', () => {
      const env = options.remake ? (options.remake(mode) as Env) : plain;
      if (env.renderMode !== mode)
        findings.error('render', `made for mode "${mode}", the environment has "${env.renderMode}"`);
      const policy = policyRng(context, 'render');
      runEpisode(env, { seed: options.seed, policy, maxSteps: 3 });
      const shown = env.render();
      const promised = mode === 'none' ? shown === undefined : typeof shown === 'string';
      if (!promised) findings.error('render', `mode "${mode}" returns ${typeof shown}`);
      env.close();
    });
  }
}

/** Closing twice is allowed. */
export function checkClose(context: CheckContext): void {
  const { findings, make, options } = context;
  findings.guard('close', () => {
    const env = make();
    env.reset({ seed: options.seed });
    env.step(randomAction(env, policyRng(context, 'close')) as number);
    env.close();
    env.close();
  });
}

/** The configuration, sent through JSON, builds an environment that behaves the same. */
export function checkRoundTrip(context: CheckContext): void {
  const { findings, make, options } = context;
  findings.guard('roundTrip', () => {
    const original = make();
    const config = JSON.parse(canonicalJSON(original.config, 'config'));
    if (!options.rebuild) return findings.info('roundTrip', 'no way to rebuild was given; only the JSON was checked');
    const rebuilt = options.rebuild(config) as Env;
    if (canonicalJSON(rebuilt.config) !== canonicalJSON(original.config)) {
      findings.error('roundTrip', 'the rebuilt environment reports another configuration');
    }
    const run = (env: Env) =>
      runEpisode(env, { seed: options.seed, policy: policyRng(context, 'round trip'), maxSteps: options.maxSteps });
    const difference = firstDifference(run(original), run(rebuilt));
    if (difference) findings.error('roundTrip', `the rebuilt environment differs ${difference}`);
  });
}
