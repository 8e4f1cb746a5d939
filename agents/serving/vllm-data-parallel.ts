/**
 * The balancer of data-parallel vLLM: least 4·waiting + running, lowest index on ties. The engines report about every
 * 100 ms; between reports the balancer adds each request it has sent to the waiting count of that engine (option
 * `countOwn`), or all arrivals of an interval would go to one engine. The same report is one of the same time with the same
 * counts: where statistics are live they already contain what was sent, and nothing is added. Left out: its rotating
 * first engine, several front ends.
 */
import { z } from 'zod';
import { decodeAction, type PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { ITEM_HANDOVER } from '../../src/serving.js';
import { type InstanceLoad, leastLoaded } from './least-loaded.js';
import { ServingRouter } from './router.js';

const WAITING_WEIGHT = 4;

const schema = z.object({
  /** Add requests sent after the newest report to the waiting ones. */
  countOwn: z.boolean().default(true),
});

interface Saved {
  readonly report: readonly number[];
  readonly counted: readonly number[];
  readonly sent: readonly number[];
}

export class VllmDataParallel extends ServingRouter {
  private readonly countOwn: boolean;
  private report = new Float64Array(0); // [m] time of the report since which `sent` counts
  private counted = new Float64Array(0); // [m] requests in that report
  private sent = new Float64Array(0); // [m] requests sent since that report
  private readonly load: InstanceLoad = (view, _, r) => {
    const { waitingRequests, runningRequests } = view.resources.columns;
    const own = this.isSameReport(view, r) ? this.sent[r] : 0;
    return WAITING_WEIGHT * (waitingRequests[r] + own) + runningRequests[r];
  };

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('vllm-dp');
    this.countOwn = readPlannerOptions({ who: 'agents/vllm-dp', schema, given: options }).countOwn;
  }

  reset(): void {
    this.restore({ report: [], counted: [], sent: [] });
  }

  protected place(view: PlacementView, slot: number): number {
    return leastLoaded(view, slot, this.load);
  }

  private isSameReport({ resources }: PlacementView, r: number): boolean {
    const { waitingRequests, runningRequests, reportedAt } = resources.columns;
    return this.report[r] === reportedAt[r] && this.counted[r] === waitingRequests[r] + runningRequests[r];
  }

  protected override acted(view: PlacementView, action: number): void {
    const { slot, resource } = decodeAction(view.shape, action);
    if (!this.countOwn || slot < 0 || view.items.kind[slot] > ITEM_HANDOVER) return;
    if (this.sent.length !== view.shape.resources) {
      const none = new Array<number>(view.shape.resources).fill(-1);
      this.restore({ report: none, counted: none, sent: none });
    }
    if (!this.isSameReport(view, resource)) {
      const { waitingRequests, runningRequests, reportedAt } = view.resources.columns;
      this.report[resource] = reportedAt[resource];
      this.counted[resource] = waitingRequests[resource] + runningRequests[resource];
      this.sent[resource] = 0;
    }
    this.sent[resource]++;
  }

  snapshot(): Saved {
    return { report: [...this.report], counted: [...this.counted], sent: [...this.sent] };
  }

  restore(saved: unknown): void {
    const { report, counted, sent } = saved as Saved;
    this.report = Float64Array.from(report);
    this.counted = Float64Array.from(counted);
    this.sent = Float64Array.from(sent);
  }
}
