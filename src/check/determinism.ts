/**
 * Same seed, same actions, same everything: over whole episodes, at every step, beside another instance, and through
 * snapshots and forks. This is where Gymnasium's own checker, which compares one step, lets most errors pass.
 */
import type { Env } from '../env.js';
import { type EpisodeRecord, EpisodeWalk, firstDifference, randomAction, runEpisode } from './episode.js';
import { type CheckContext, policyRng } from './options.js';

/** Three episodes (seeded, continued, seeded as the first) on two fresh instances, with the same actions. */
export function checkReplay(context: CheckContext): void {
  const { findings, make } = context;
  findings.guard('replay', () => {
    const originals = threeEpisodes(context, make());
    const replays = threeEpisodes(context, make(), originals);
    originals.forEach((original, i) => {
      const difference = firstDifference(original, replays[i]);
      if (difference) findings.error('replay', `episode ${i + 1} of a replay differs ${difference}`);
    });
    const again = firstDifference(originals[0], originals[2]);
    if (again) findings.error('replay', `reset with the same seed repeats the episode, but it differs ${again}`);
    if (!make().snapshot) {
      findings.info('generator', 'no snapshots: the generator was compared through the unseeded second episode only');
    }
    originals.forEach((original, i) => {
      const states = stateDifference(original, replays[i]);
      if (states) findings.error('generator', `episode ${i + 1} of a replay: the state differs ${states}`);
    });
    if (findings.list.some(({ check, level }) => check === 'generator' && level === 'error')) return;
    const continued = firstDifference(originals[1], replays[1]);
    const seeded = firstDifference(originals[0], replays[0]);
    if (continued && !seeded)
      findings.error('generator', `after equal episodes the next, unseeded one differs ${continued}`);
  });
}

function threeEpisodes(context: CheckContext, env: Env, repeat?: readonly EpisodeRecord[]): EpisodeRecord[] {
  const { seed, maxSteps } = context.options;
  const records = [0, 1, 2].map((i) => {
    const policy = policyRng(context, i === 1 ? 'replay continued' : 'replay');
    const actions = repeat && { actions: repeat[i].actions };
    return runEpisode(env, { ...(i === 1 ? {} : { seed }), policy, maxSteps, states: true, ...actions });
  });
  env.close();
  return records;
}

/** Where the states differ although everything that was returned is still equal. */
function stateDifference(a: EpisodeRecord, b: EpisodeRecord): string {
  const visible = firstDifference(a, b);
  const all = firstDifference(a, b, true);
  return all !== '' && (visible === '' || all !== visible) ? all : '';
}

/** Two instances, step by step in turn, must behave as each did alone. */
export function checkInterleaving(context: CheckContext): void {
  const { findings, make, options } = context;
  findings.guard('interleaving', () => {
    const seeds = [options.seed, options.seed + 1];
    const settings = (seed: number) => ({
      seed,
      policy: policyRng(context, `interleaving ${seed}`),
      maxSteps: options.maxSteps,
    });
    const alone = seeds.map((seed) => runEpisode(make(), settings(seed)));
    const pair = [make(), make()];
    const walks = seeds.map((seed, i) => {
      return new EpisodeWalk(pair[i], { ...settings(seed), actions: alone[i].actions });
    });
    let moved = true;
    while (moved) moved = walks.map((walk) => walk.advance()).includes(true);
    walks.forEach((walk, i) => {
      const difference = firstDifference(alone[i], walk.record());
      if (difference) findings.error('interleaving', `beside another instance the episode differs ${difference}`);
    });
  });
}

/** Snapshots: put back into the same and into a fresh instance; forks: equal to the original, and no disturbance. */
export function checkSnapshots(context: CheckContext): void {
  const { findings, make, options } = context;
  const env = make();
  if (!env.snapshot || !env.restore) {
    findings.info('snapshot', 'snapshots are not offered');
    return;
  }
  findings.guard('snapshot', () => {
    const policy = policyRng(context, 'snapshot');
    const middle = Math.max(1, Math.floor(episodeLength(context) / 3));
    const before = runEpisode(env, { seed: options.seed, policy, maxSteps: middle });
    if (before.ended) return findings.info('snapshot', 'episodes are too short to take a snapshot in the middle');
    const saved = structuredClone(env.snapshot!());
    const fork = env.fork?.();
    const forkAhead = env.fork?.();
    if (forkAhead) walkOn(forkAhead, policyRng(context, 'snapshot elsewhere'), options.maxSteps);
    const original = walkOn(env, policyRng(context, 'snapshot on'), options.maxSteps);
    const compare = (what: string, other: Env) => {
      const difference = firstDifference(original, walkOn(other, policyRng(context, 'snapshot on'), options.maxSteps));
      if (difference) findings.error('snapshot', `${what} differs ${difference}`);
    };
    env.restore!(structuredClone(saved));
    compare('after restore, the episode', env);
    findings.guard('snapshot', () => {
      const fresh = make();
      fresh.restore!(structuredClone(saved));
      compare('restored into a fresh instance, the episode', fresh);
      fresh.close();
    });
    if (fork) compare('a fork', fork);
    else findings.info('snapshot', 'forks are not offered');
  });
  env.close();
}

function episodeLength(context: CheckContext): number {
  const { seed, maxSteps } = context.options;
  const env = context.make();
  const record = runEpisode(env, { seed, policy: policyRng(context, 'snapshot'), maxSteps });
  env.close();
  return record.actions.length;
}

/** Steps on from where the environment is; the record has a neutral first row instead of a reset. */
function walkOn(env: Env, policy: ReturnType<typeof policyRng>, maxSteps: number): EpisodeRecord {
  const running = new Proxy(env, {
    get(target, key) {
      if (key === 'reset') return () => ({ observation: null, info: { elapsed: 0 } });
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return runEpisode(running, { policy, maxSteps });
}

/** Different seeds must differ somewhere; the influence of actions is checked with the masks. */
export function checkSeeds(context: CheckContext): void {
  const { findings, make, options } = context;
  findings.guard('influence', () => {
    const env = make();
    const episodes = [0, 1, 2, 3].map((i) => {
      const policy = policyRng(context, 'seeds');
      return runEpisode(env, { seed: options.seed + i, policy, maxSteps: options.maxSteps });
    });
    const constant = env.metadata.constant === true;
    const same = episodes.every((episode) => firstDifference(episodes[0], episode) === '');
    if (constant && !same)
      findings.error('influence', 'four seeds give different episodes; metadata declares them constant');
    if (same && !constant) findings.warning('influence', 'four seeds give the same episode: nothing is random here');
    env.close();
  });
}

/**
 * Episodes end: within the declared limit, or, where none is declared, within the steps that may be tried. An
 * environment that declares itself continuing, without a limit, is left alone.
 */
export function checkEnding(context: CheckContext): void {
  const { findings, make, options } = context;
  findings.guard('ending', () => {
    const env = make();
    const { maxEpisodeSteps, continuing } = env.metadata;
    if (maxEpisodeSteps === undefined && continuing === true) {
      return findings.info('ending', 'declared as continuing: no end is looked for');
    }
    const budget = Math.min(maxEpisodeSteps ?? Number.POSITIVE_INFINITY, options.maxEndingSteps);
    const steps = stepsToEnd(context, env, budget);
    env.close();
    if (steps <= budget) return;
    if (maxEpisodeSteps === undefined) {
      findings.error(
        'ending',
        `no episode end within ${budget} steps: declare metadata.maxEpisodeSteps or metadata.continuing`,
      );
    } else if (maxEpisodeSteps > budget) {
      findings.info('ending', `no end within the ${budget} steps tried; the declared limit is ${maxEpisodeSteps}`);
    } else {
      findings.error('ending', `after ${budget} steps, the declared limit, the episode has not ended`);
    }
  });
}

/** Length of an episode under random actions; `budget` + 1 when it is longer than the budget. */
function stepsToEnd(context: CheckContext, env: Env, budget: number): number {
  const policy = policyRng(context, 'ending');
  env.reset({ seed: context.options.seed });
  for (let step = 1; step <= budget; step++) {
    const { terminated, truncated } = env.step(randomAction(env, policy) as number);
    if (terminated || truncated) return step;
  }
  return budget + 1;
}
