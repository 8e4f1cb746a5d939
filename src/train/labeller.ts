/**
 * Labels for one scenario's decisions: the teacher's choice as a distribution with all weight on it, or the costs of the
 * candidates from look-ahead.
 */
import type { Agent } from '../agent.js';
import { ensure } from '../error.js';
import type { PlainNetwork } from '../nn/network.js';
import { Parameters } from '../nn/parameters.js';
import type { Encoder } from '../nn/policy.js';
import { largest } from '../nn/policy-agent.js';
import { DecisionTables } from '../nn/tables.js';
import type { PlacementView } from '../placement.js';
import type { Rng } from '../rng.js';
import { cheapest } from './candidate-targets.js';
import { LookAhead } from './look-ahead.js';
import type { PlayTask } from './play.js';
import type { Recorder } from './recorder.js';
import type { Seat, Workbench } from './workbench.js';

/** The critic, in units of raw rewards; with arrays of its own, because the policy's are in use. */
function criticOf({ policy, parameters }: Workbench, encoder: Encoder, rewardScale: number) {
  const { network } = policy;
  const plain = network.compile(parameters);
  const store = new DecisionTables(network.schema);
  return (view: PlacementView): number => {
    if (!view.mask.includes(1)) return 0;
    store.clear();
    encoder.encode(view, store);
    store.close();
    plain.evaluate(store, 0, true);
    return plain.value / rewardScale;
  };
}

/** What the policy makes of the decision to be labelled. */
export interface LabelRequest {
  readonly logits: Float32Array; // [candidate]
  readonly count: number; // candidates
  readonly chosen: number; // the candidate to be taken, which is tried whatever its rank; −1 = not known yet
}

export class Labeller {
  /** Decisions whose teacher took what is no candidate. */
  missed = 0;
  private readonly task: PlayTask;
  private readonly rng: Rng;
  private readonly teacher: Agent | null = null;
  private readonly lookAhead: LookAhead | null = null;
  private readonly bench: Workbench;
  private readonly start: PlainNetwork | null = null; // the policy with all weights 0, in anchors
  private anchor: DecisionTables | null = null;
  private targets = new Float32Array(64); // [candidate] of the last decision
  private costs = new Float64Array(64); // [candidate] of the last decision; NaN = not tried
  private tried = new Uint8Array(64); // [candidate] 1 = to be tried
  private order = new Float32Array(64); // [candidate] logits, spent as candidates are selected

  constructor(
    bench: Workbench,
    { task, scenario, rng }: { readonly task: PlayTask; readonly scenario: number; readonly rng: Rng },
  ) {
    const { labels, mixture } = task;
    this.task = task;
    this.bench = bench;
    this.rng = rng.fork('candidates');
    if (labels.kind === 'teacher') this.teacher = bench.agent(labels.agent);
    if (labels.kind !== 'look-ahead') return;
    if (mixture[scenario].anchor) {
      const { network } = bench.policy;
      this.start = network.compile(new Parameters(network.parameters));
      return;
    }
    const seat = bench.seat(mixture[scenario], 'trial');
    this.lookAhead = new LookAhead(labels.options, {
      env: seat.env,
      base: bench.agent(labels.options.base),
      context: { rng, deterministic: true },
      credit: labels.options.credit ?? labels.credits[scenario],
      valueOf: criticOf(bench, seat.encoder, task.rewardScale),
    });
  }

  /** A new episode begins. */
  reset(): void {
    this.teacher?.reset?.();
  }

  /** Labels the decision that the seat's environment is at; returns the label's choice, or −1 without one. */
  label(seat: Seat, request: LabelRequest): number {
    this.reserve(request.count);
    if (this.start) return this.recall(this.start, seat, request.count);
    return this.lookAhead ? this.tryOut(this.lookAhead, seat, request) : this.ask(seat, request.count);
  }

  /** Writes the last label. */
  write(recorder: Recorder, count: number): void {
    if (this.task.labels.kind === 'look-ahead') recorder.addCosts(this.costs, count);
    else recorder.addTargets(this.targets, count);
  }

  /** Anchors: the logits of the start stand in for costs, with the opposite sign. */
  private recall(start: PlainNetwork, { env, encoder }: Seat, count: number): number {
    this.anchor ??= new DecisionTables(this.bench.policy.network.schema);
    this.anchor.clear();
    encoder.encode(env.view(), this.anchor);
    this.anchor.close();
    start.evaluate(this.anchor, 0);
    for (let i = 0; i < count; i++) this.costs[i] = -start.logits[i];
    return cheapest(this.costs, 0, count);
  }

  private ask({ env, encoder }: Seat, count: number): number {
    const choice = encoder.candidateOf((this.teacher as Agent).propose(env.view()));
    this.targets.fill(0, 0, count);
    if (choice >= 0) this.targets[choice] = 1;
    else this.missed++;
    return choice;
  }

  private tryOut(lookAhead: LookAhead, { env, encoder }: Seat, request: LabelRequest): number {
    const { count } = request;
    const { costs, tried } = this;
    this.select(encoder.candidateOf(lookAhead.proposal(env.view())), request);
    lookAhead.begin(env);
    for (let i = 0; i < count; i++) {
      costs[i] = tried[i] === 1 ? lookAhead.cost(encoder.action(i)) : Number.NaN;
      if (tried[i] === 1)
        ensure(Number.isFinite(costs[i]), `train/look-ahead: ${env.id}: candidate ${i} costs ${costs[i]}`);
    }
    return cheapest(costs, 0, count);
  }

  /** Marks what is to be tried: the candidate taken, the base agent's, the policy's best, and some drawn from the rest. */
  private select(proposed: number, { logits, count, chosen }: LabelRequest): void {
    const { tried, order, task } = this;
    const { labels } = task;
    const most = labels.kind === 'look-ahead' ? (labels.options.candidates ?? count) : count;
    tried.fill(most >= count ? 1 : 0, 0, count);
    if (most >= count) return;
    for (let i = 0; i < count; i++) order[i] = logits[i];
    let left = most;
    for (const candidate of [chosen, proposed]) {
      if (candidate < 0 || tried[candidate] === 1) continue;
      tried[candidate] = 1;
      order[candidate] = Number.NEGATIVE_INFINITY;
      left--;
    }
    const drawn = labels.kind === 'look-ahead' ? labels.options.drawn : 0;
    for (; left > drawn; left--) {
      const best = largest(order, count);
      tried[best] = 1;
      order[best] = Number.NEGATIVE_INFINITY;
    }
    for (; left > 0; left--) {
      let candidate = this.rng.integer(count);
      while (tried[candidate] === 1) candidate = candidate + 1 < count ? candidate + 1 : 0;
      tried[candidate] = 1;
    }
  }

  private reserve(count: number): void {
    if (count <= this.targets.length) return;
    const length = 2 * count;
    this.targets = new Float32Array(length);
    this.costs = new Float64Array(length);
    this.tried = new Uint8Array(length);
    this.order = new Float32Array(length);
  }
}
