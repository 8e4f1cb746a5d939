/**
 * Llumnix exactly as its published artifact decides (branch osdi24ae): loads, dispatch, pairing and scaling of
 * llumnix-load.ts, llumnix-dispatch.ts, llumnix-pairing.ts and llumnix-scaling.ts. Round robin until every instance that
 * may take the request has reported once; a session that is known stays with its instance. Its faults are kept: ties go
 * to the highest number, the filter ignores the blocks that move, all of a draining instance's pairs may be dropped by it,
 * the last instance is the one that goes. `migration: false, defrag: false` is INFaaS++, its strongest competitor (agent
 * `infaas`). Pairs are made once per round and then carried out. Left out: its choice of the victim, which is the
 * environment's.
 */
import { z } from 'zod';
import { decodeAction, type PlacementView, waitAction } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { ITEM_DISPATCH, ITEM_HANDOVER, ITEM_SCALE } from '../../src/serving.js';
import { DrainWatch } from './drain-watch.js';
import { deed, type Fleet, fleetOf, scaleItem, startOne, victimOf } from './fleet.js';
import { dispatchTo } from './llumnix-dispatch.js';
import { type LlumnixColumns, migrationLoad } from './llumnix-load.js';
import { balancedPairs, type MigrationPair, pairMigrations } from './llumnix-pairing.js';
import { instancesToAdd, SCALE_STRATEGIES, shouldRemove } from './llumnix-scaling.js';
import { PreemptionWatch } from './preemption-watch.js';
import { mayPlace, rest, ServingRouter } from './router.js';

const schema = z.object({
  migration: z.boolean().default(true),
  /** Make room for what waits; then every pair is kept, else only those that balance. */
  defrag: z.boolean().default(true),
  /** Load above which an instance gives, below which it takes. */
  migrationThreshold: z.number().default(-3),
  scaling: z.boolean().default(true),
  strategy: z.enum(SCALE_STRATEGIES).default('avg_load'),
  /** Freeness x below which instances are added; above x + 50 one is removed. */
  scaleFreeness: z.number().default(10),
  sessionAffinity: z.boolean().default(true),
});

/** From the freeness at which instances are added to that at which one goes. */
const SCALE_GAP = 50;

/** The pairs of one round and how many of them are done. */
interface Round {
  readonly time: number;
  readonly pairs: readonly MigrationPair[];
  readonly done: number;
}

interface Saved {
  readonly turn: number;
  readonly reported: boolean;
  readonly sessions: readonly (readonly [number, number])[];
  readonly round: Round | null;
  readonly preemptions: readonly number[];
  readonly drained: number;
}

export class LlumnixArtifact extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private turn = 0; // instance whose turn it is before all have reported
  private reported = false; // every instance has
  private sessions = new Map<number, number>(); // session → instance
  private current: Round | null = null; // null between rounds
  private readonly preempted = new PreemptionWatch();
  private readonly drains = new DrainWatch();

  /** `defaults`: options of an agent under another name. Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown, name = 'llumnix-artifact', defaults: z.input<typeof schema> = {}) {
    super(name);
    const given = options ?? {};
    const merged = typeof given === 'object' && !Array.isArray(given) ? { ...defaults, ...given } : given;
    this.options = readPlannerOptions({ who: `agents/${name}`, schema, given: merged });
  }

  reset(): void {
    this.turn = 0;
    this.reported = false;
    this.sessions.clear();
    this.current = null;
    this.preempted.reset();
    this.drains.reset();
  }

  protected place(view: PlacementView, slot: number): number {
    const known = this.options.sessionAffinity ? this.sessions.get(view.items.columns.session[slot]) : undefined;
    if (known !== undefined && known < view.shape.resources && mayPlace(view, slot, known)) return known;
    const instances = allowedFor(view, slot);
    if (!this.haveReported(view, instances)) return instances.find((r) => r >= this.turn) ?? instances[0];
    const columns = view.resources.columns as Readonly<Record<keyof LlumnixColumns, Float64Array>>;
    return dispatchTo(columns, instances, view.items.priority[slot] > 0);
  }

  private haveReported(view: PlacementView, instances: readonly number[]): boolean {
    return this.reported || instances.every((r) => view.resources.columns.iterations[r] > 0);
  }

  protected override round(view: PlacementView): number {
    const fleet = fleetOf(view);
    const scale = scaleItem(view);
    const scaling = this.options.scaling && scale >= 0 ? this.scale(view, scale, fleet) : -1;
    if (scaling >= 0) return scaling;
    const next = this.options.migration ? this.nextPair(view, this.roundOf(view, fleet)) : undefined;
    return next?.action ?? rest(view);
  }

  private scale(view: PlacementView, slot: number, { columns, up, starting, draining }: Fleet): number {
    if (this.drains.justNow(view)) return -1;
    if (up.length === 0) return startOne(view, slot);
    const { strategy, defrag, scaleFreeness } = this.options;
    const upThreshold = -scaleFreeness;
    const question = { columns, instances: up, strategy, defrag, upThreshold, downThreshold: upThreshold - SCALE_GAP };
    if (instancesToAdd(question) > starting) return startOne(view, slot);
    const mayShrink = up.length > 1 && starting === 0 && draining === 0;
    return mayShrink && shouldRemove(question) ? deed(view, slot, up[up.length - 1]) : -1;
  }

  /** The present round, or a new one. */
  private roundOf(view: PlacementView, { columns, serving }: Fleet): Round {
    if (this.current !== null && this.current.time === view.now) return this.current;
    const { defrag, migrationThreshold: threshold } = this.options;
    const loads = new Float64Array(view.shape.resources);
    for (const r of serving) loads[r] = migrationLoad(columns, r, { defrag, moreRunning: 0 });
    const preempted = this.preempted.waiting(view);
    const pairs = pairMigrations({ instances: serving, loads, preempted, threshold });
    const kept = defrag ? pairs : balancedPairs(pairs, { columns, defrag, threshold });
    return { time: view.now, pairs: kept, done: 0 };
  }

  /** The next pair that can be carried out; pairs that cannot (already migrating, other role) are lost. */
  private nextPair(view: PlacementView, round: Round): { action: number; round: Round } | undefined {
    for (let i = round.done; i < round.pairs.length; i++) {
      const [source, destination] = round.pairs[i];
      const action = deed(view, victimOf(view, source), destination);
      if (action >= 0) return { action, round: { ...round, done: i + 1 } };
    }
    return undefined;
  }

  protected override acted(view: PlacementView, action: number): void {
    this.drains.notice(view, action);
    const { slot, resource } = decodeAction(view.shape, action);
    const kind = slot < 0 ? -1 : view.items.kind[slot];
    if (kind === ITEM_DISPATCH || kind === ITEM_HANDOVER) {
      const instances = allowedFor(view, slot);
      this.reported = this.haveReported(view, instances);
      if (!this.reported) this.turn = (resource + 1) % view.shape.resources;
      const session = view.items.columns.session[slot];
      if (this.options.sessionAffinity && session >= 0 && kind === ITEM_DISPATCH) this.sessions.set(session, resource);
    } else if (action === waitAction(view.shape)) {
      this.endRound(view);
    } else if (kind !== ITEM_SCALE && this.options.migration) {
      const next = this.nextPair(view, this.roundOf(view, fleetOf(view)));
      this.current = next?.round ?? null;
      if (this.current === null) this.preempted.settle(view);
    }
  }

  private endRound(view: PlacementView): void {
    this.current = null;
    if (scaleItem(view) < 0) this.preempted.settle(view);
  }

  snapshot(): Saved {
    return {
      turn: this.turn,
      reported: this.reported,
      sessions: [...this.sessions],
      round: this.current,
      preemptions: this.preempted.snapshot(),
      drained: this.drains.snapshot(),
    };
  }

  restore(saved: unknown): void {
    const { turn, reported, sessions, round, preemptions, drained } = saved as Saved;
    this.drains.restore(drained);
    this.turn = turn;
    this.reported = reported;
    this.sessions = new Map(sessions);
    this.current = round;
    this.preempted.restore(preemptions);
  }
}

function allowedFor(view: PlacementView, slot: number): readonly number[] {
  const instances: number[] = [];
  for (let r = 0; r < view.shape.resources; r++) if (mayPlace(view, slot, r)) instances.push(r);
  return instances;
}
