import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/agent.js';
import { checkAgent, checkEnv, errorsOf } from '../../../src/check/index.js';
import type { PlacementView } from '../../../src/placement.js';
import { OrderEnforcing } from '../../../src/wrappers/order-enforcing.js';
import { asPlacementEnv } from '../../../src/wrappers/wrapper.js';
import { Shop } from '../../fixtures/shop.js';

/** Takes the legal actions in turn: a correct agent with a memory. */
class InTurn implements Agent {
  readonly name = 'in-turn';
  protected turns = 0;

  act(view: PlacementView): number {
    const action = this.propose(view);
    this.turns++;
    return action;
  }

  propose(view: PlacementView): number {
    const legal = Array.from(view.mask.keys()).filter((action) => view.mask[action] === 1);
    return legal[this.turns % legal.length];
  }

  reset(): void {
    this.turns = 0;
  }

  snapshot(): unknown {
    return { turns: this.turns };
  }

  restore(saved: unknown): void {
    this.turns = (saved as { turns: number }).turns;
  }
}

class Illegal extends InTurn {
  override act(view: PlacementView): number {
    return view.mask.indexOf(0);
  }
}

class Hasty extends InTurn {
  override propose(view: PlacementView): number {
    const action = super.propose(view);
    this.turns++;
    return action;
  }
}

let entropy = 0.1;

class Moody extends InTurn {
  override act(view: PlacementView): number {
    entropy = (entropy * 997) % 1;
    this.turns += Math.floor(3 * entropy);
    return super.act(view);
  }
}

class Amnesic extends InTurn {
  override restore(): void {
    this.turns = 1;
  }
}

class Vandal extends InTurn {
  override act(view: PlacementView): number {
    const action = super.act(view);
    view.resources.freeAt[0] = 99;
    return action;
  }
}

function errors(make: () => Agent): string[] {
  return [...new Set(errorsOf(checkAgent(make, new Shop()) as never).map(({ check }) => check as string))];
}

describe('checkAgent', () => {
  it('passes a correct agent, with and without memory', () => {
    expect(checkAgent(() => new InTurn(), new Shop())).toEqual([]);
    const memoryless = (): Agent => ({
      name: 'first',
      act: (view) => view.mask.indexOf(1),
      propose: (view) => view.mask.indexOf(1),
    });
    expect(checkAgent(memoryless, new Shop())).toEqual([
      { level: 'info', check: 'snapshot', message: 'snapshots are not offered (right for an agent without memory)' },
    ]);
  });

  it('passes an agent that draws from the generator it is given', () => {
    const random = (): Agent => ({
      name: 'random',
      act: (view, { rng }) => {
        const legal = Array.from(view.mask.keys()).filter((action) => view.mask[action] === 1);
        return legal[rng.integer(legal.length)];
      },
      propose: (view) => view.mask.indexOf(1),
    });
    expect(errors(random)).toEqual([]);
  });

  it.each<[string, () => Agent, string]>([
    ['acts illegally', () => new Illegal(), 'legal'],
    ['changes while proposing', () => new Hasty(), 'propose'],
    ['depends on something else than its generator', () => new Moody(), 'deterministic'],
    ['forgets in restore', () => new Amnesic(), 'snapshot'],
    ['writes into the view', () => new Vandal(), 'view'],
  ])('catches one that %s', (_, make, check) => {
    expect(errors(make)).toContain(check);
  });
});

describe('the placement fixture', () => {
  it('passes the environment checker, wrapped and bare', () => {
    const bare = checkEnv(() => new Shop(), { rebuild: (config) => new Shop(config as { jobs: number }) });
    expect(bare.filter(({ level }) => level !== 'info')).toEqual([]);
    const wrapped = checkEnv(() => asPlacementEnv(new OrderEnforcing(new Shop())), { heapResets: 0, timedSteps: 0 });
    expect(errorsOf(wrapped)).toEqual([]);
  });

  it('is caught when the clock of its view and info.elapsed disagree', () => {
    class Fast extends Shop {
      override step(action: number): ReturnType<Shop['step']> {
        const result = super.step(action);
        return { ...result, info: { elapsed: result.info.elapsed + 1 } };
      }
    }
    const errors = errorsOf(checkEnv(() => new Fast(), { heapResets: 0, timedSteps: 0 }));
    expect(errors.map(({ check }) => check)).toContain('invariants');
  });
});
