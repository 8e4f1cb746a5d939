/**
 * HEFT_RT and PEFT_RT: at every call the ready tasks are planned as independent nodes, without any communication; the
 * order of the ready list stays. `deepsocs-released` is what the released DeepSoCS amounts to: the same planner in
 * ready order without ranking, because the order its network produces is never used.
 */
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';
import { InsertionPlanner, type RankKind } from './planner.js';

const RANK: Readonly<Record<string, RankKind>> = { HEFT_RT: 'HEFT', PEFT_RT: 'PEFT', 'deepsocs-released': 'none' };

export class RuntimePlanner implements CompatScheduler {
  readonly name: string;
  readonly plansOrder = true;

  constructor(name: 'HEFT_RT' | 'PEFT_RT' | 'deepsocs-released') {
    this.name = name;
  }

  schedule(sim: CompatSimulator): void {
    const { ready } = sim;
    const { plannerSortsByStart, placeholderCollision } = sim.config.fidelity;
    const planner = new InsertionPlanner(sim, {
      rank: RANK[this.name],
      sortsByStart: plannerSortsByStart,
      placeholderCollision,
      edges: false,
    });
    const placements = planner.plan(ready);
    for (let i = 0; i < ready.length; i++) {
      const task = ready.items[i];
      const { processor, after } = placements.get(task)!;
      sim.bind(task, processor, after);
    }
  }

  reset(): void {}
  snapshot(): null {
    return null;
  }
  restore(): void {}
}
