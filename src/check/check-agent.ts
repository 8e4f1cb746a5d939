/**
 * The agent checker: drives an agent through an environment and returns findings. It must act legally, answer
 * `propose` without changing, decide the same under the same generator, leave the view alone, and continue
 * identically from its own snapshot.
 */
import type { Agent } from '../agent.js';
import type { PlacementEnv } from '../env.js';
import { createRng, type Rng } from '../rng.js';
import { copyPlacementView } from '../space/placement-copy.js';
import { digest } from './digest.js';
import { type AgentFinding, describeThrown, type FindingLevel } from './finding.js';

export interface CheckAgentOptions {
  readonly seed?: number;
  readonly episodes?: number;
  /** Steps after which an episode is left. */
  readonly maxSteps?: number;
}

export const DEFAULT_CHECK_AGENT_OPTIONS: Required<CheckAgentOptions> = Object.freeze({
  seed: 123,
  episodes: 2,
  maxSteps: 300,
});

/** Checks the agents that `makeAgent` builds, in the given environment (which is reset, and left open). */
export function checkAgent(
  makeAgent: () => Agent,
  env: PlacementEnv<unknown>,
  options: CheckAgentOptions = {},
): readonly AgentFinding[] {
  const check = new AgentCheck(makeAgent, env, { ...DEFAULT_CHECK_AGENT_OPTIONS, ...options });
  check.run();
  return check.findings;
}

class AgentCheck {
  readonly findings: AgentFinding[] = [];
  private readonly make: () => Agent;
  private readonly env: PlacementEnv<unknown>;
  private readonly options: Required<CheckAgentOptions>;
  private episodeLength = 0; // decisions of the first episode

  constructor(make: () => Agent, env: PlacementEnv<unknown>, options: Required<CheckAgentOptions>) {
    this.make = make;
    this.env = env;
    this.options = options;
  }

  run(): void {
    this.guard('legal', () => {
      const first = this.drive(this.make(), true);
      this.guard('deterministic', () => {
        const second = this.drive(this.make(), false);
        const at = first.findIndex((action, i) => action !== second[i]);
        if (at >= 0 || first.length !== second.length) {
          this.report('error', 'deterministic', `with the same generator, decision ${at + 1} is another one`);
        }
      });
    });
    this.guard('snapshot', () => this.snapshots());
  }

  /** Some episodes; with `inspect`, every call is looked at from all sides. Returns the actions. */
  private drive(agent: Agent, inspect: boolean): number[] {
    const { env } = this;
    const { seed, episodes, maxSteps } = this.options;
    const rng = createRng(seed).fork('agent');
    const actions: number[] = [];
    if (typeof agent.name !== 'string' || agent.name === '') this.report('error', 'types', 'the name is no text');
    for (let episode = 0; episode < episodes; episode++) {
      env.reset({ seed: seed + episode });
      agent.reset?.();
      for (let step = 0; step < maxSteps; step++) {
        if (inspect) this.inspectProposal(agent);
        const action = this.act(agent, rng, inspect);
        actions.push(action);
        if (this.advance(agent, action)) break;
      }
      if (episode === 0) this.episodeLength = actions.length;
    }
    return actions;
  }

  private act(agent: Agent, rng: Rng, inspect: boolean): number {
    const view = this.env.view();
    const before = inspect ? digest(copyPlacementView(view)) : '';
    const action = agent.act(view, { rng, deterministic: true });
    if (inspect && digest(copyPlacementView(view)) !== before) this.report('error', 'view', 'act changes the view');
    if (view.mask[action] !== 1) throw new RangeError(`it chose action ${action}, which the mask forbids`);
    return action;
  }

  private inspectProposal(agent: Agent): void {
    const view = this.env.view();
    const looked = digest(copyPlacementView(view));
    const before = agent.snapshot ? digest(agent.snapshot()) : '';
    const proposals = [agent.propose(view), agent.propose(view)];
    if (view.mask[proposals[0]] !== 1) {
      this.report('error', 'legal', `it proposes action ${proposals[0]}, which the mask forbids`);
    }
    if (proposals[0] !== proposals[1]) this.report('error', 'propose', 'two proposals for the same view differ');
    if (agent.snapshot && digest(agent.snapshot()) !== before) {
      this.report('error', 'propose', 'propose changes the state of the agent');
    }
    if (digest(copyPlacementView(view)) !== looked) this.report('error', 'view', 'propose changes the view');
  }

  /** Takes the step and tells the agent; true at the end of the episode. */
  private advance(agent: Agent, action: number): boolean {
    const { reward, terminated, truncated, info } = this.env.step(action);
    agent.observe?.({ action, reward, elapsed: info.elapsed, terminated, truncated });
    return terminated || truncated;
  }

  /** Half an episode, a snapshot, the rest; then the rest again with a fresh agent from the snapshot. */
  private snapshots(): void {
    const { env } = this;
    const agent = this.make();
    if (!agent.snapshot || !agent.restore) {
      this.report('info', 'snapshot', 'snapshots are not offered (right for an agent without memory)');
      return;
    }
    const { seed, maxSteps } = this.options;
    const rng = createRng(seed).fork('agent');
    env.reset({ seed });
    agent.reset?.();
    for (let step = 0; step < Math.floor(this.episodeLength / 2); step++) {
      if (this.advance(agent, this.act(agent, rng, false))) return;
    }
    const saved = structuredClone(agent.snapshot());
    const place = env.snapshot();
    const position = rng.snapshot();
    const rest = (who: Agent) => {
      env.restore(structuredClone(place));
      rng.restore(position);
      const actions: number[] = [];
      for (let step = 0; step < maxSteps; step++) {
        const action = this.act(who, rng, false);
        actions.push(action);
        if (this.advance(who, action)) break;
      }
      return actions.join();
    };
    const original = rest(agent);
    const restored = this.make();
    restored.reset?.();
    restored.restore!(structuredClone(saved));
    if (rest(restored) !== original)
      this.report('error', 'snapshot', 'restored from its snapshot, it decides otherwise');
  }

  private guard(check: AgentFinding['check'], body: () => void): void {
    try {
      body();
    } catch (thrown) {
      this.report('error', check, describeThrown(thrown));
    }
  }

  private report(level: FindingLevel, check: AgentFinding['check'], message: string): void {
    if (this.findings.some((known) => known.check === check && known.message === message)) return;
    this.findings.push({ level, check, message });
  }
}
