import { describe, expect, it } from 'vitest';
import { type CheckEnvOptions, type CheckName, checkEnv, errorsOf } from '../../../src/check/index.js';
import type { Env, RenderMode, ResetOptions } from '../../../src/env.js';
import { ArenaError } from '../../../src/error.js';
import { type BoxValue, box } from '../../../src/space/box.js';
import type { Json } from '../../../src/space/space.js';
import { OrderEnforcing } from '../../../src/wrappers/order-enforcing.js';
import { TimeLimit } from '../../../src/wrappers/time-limit.js';
import { Aliased } from '../../fixtures/broken/aliased.js';
import { Deaf } from '../../fixtures/broken/deaf.js';
import { Endless } from '../../fixtures/broken/endless.js';
import { EndlessUndeclared } from '../../fixtures/broken/endless-undeclared.js';
import { LateRandomness } from '../../fixtures/broken/late-randomness.js';
import { LeakingMemory } from '../../fixtures/broken/leaking-memory.js';
import { NanReward } from '../../fixtures/broken/nan-reward.js';
import { OutOfBounds } from '../../fixtures/broken/out-of-bounds.js';
import { SharedState } from '../../fixtures/broken/shared-state.js';
import { UnevenDraws } from '../../fixtures/broken/uneven-draws.js';
import { Corridor, type CorridorConfig } from '../../fixtures/corridor.js';

/** Quick settings: the clock and the heap are looked at in one test only. */
const QUICK: CheckEnvOptions = { heapResets: 0, timedSteps: 0 };

const rebuild = (config: Json) => new Corridor(config as unknown as CorridorConfig);
const remake = (mode: RenderMode) => new Corridor({}, mode);

function errorChecks(make: () => Env<unknown, unknown>, options = QUICK): CheckName[] {
  return [...new Set(errorsOf(checkEnv(make, options)).map(({ check }) => check))];
}

describe('checkEnv', () => {
  it('passes a correct environment without error or warning, and reports its speed', () => {
    const findings = checkEnv(() => new Corridor(), { rebuild, remake });
    expect(findings.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(findings.find(({ check }) => check === 'speed')?.message).toMatch(/^\d+ steps\/s/);
  });

  it('passes it through wrappers, and says so', () => {
    const make = () => new TimeLimit(new OrderEnforcing(new Corridor()), { maxEpisodeSteps: 9 });
    const findings = checkEnv(make, QUICK);
    expect(errorsOf(findings)).toEqual([]);
    expect(findings).toContainEqual({
      level: 'info',
      check: 'types',
      message: 'checked through TimeLimit, OrderEnforcing',
    });
  });

  it('passes it without snapshots, forks and masks', () => {
    const make = () => {
      const env = new Corridor() as unknown as Env<unknown, unknown> & Record<string, unknown>;
      for (const name of ['snapshot', 'restore', 'fork', 'invariants']) env[name] = undefined;
      return env;
    };
    expect(errorChecks(make)).toEqual([]);
  });

  it.each<[string, new () => Corridor, CheckName]>([
    ['an aliased buffer filled from outside', Aliased, 'aliasing'],
    ['randomness from step 2 on', LateRandomness, 'replay'],
    ['an uneven number of draws', UnevenDraws, 'generator'],
    ['state shared between instances', SharedState, 'interleaving'],
    ['an episode that never ends', Endless, 'ending'],
    ['an episode that never ends and declares nothing', EndlessUndeclared, 'ending'],
    ['an observation out of bounds from step 2 on', OutOfBounds, 'membership'],
    ['an ignored action', Deaf, 'influence'],
    ['a reward that is no number', NanReward, 'step'],
  ])('catches %s', (_, Broken, check) => {
    expect(errorChecks(() => new Broken())).toContain(check);
  });

  it('names what an endless environment without a declaration has to declare', () => {
    const [finding] = errorsOf(checkEnv(() => new EndlessUndeclared(), QUICK)).filter(
      ({ check }) => check === 'ending',
    );
    expect(finding.message).toContain('declare metadata.maxEpisodeSteps or metadata.continuing');
  });

  it('lets a declared continuing environment go on, and an undeclared one that ends', () => {
    class Continuing extends EndlessUndeclared {
      constructor() {
        super();
        (this.metadata as { continuing?: boolean }).continuing = true;
      }
    }
    class Undeclared extends Corridor {
      constructor() {
        super();
        delete (this.metadata as { maxEpisodeSteps?: number }).maxEpisodeSteps;
      }
    }
    for (const make of [() => new Continuing(), () => new Undeclared()])
      expect(errorChecks(make)).not.toContain('ending');
  });

  it('catches memory kept at every reset, and lets a cache that fills once go', () => {
    class Caching extends Corridor {
      private resets = 0;
      private cache: Float64Array | undefined;
      override reset(options: ResetOptions = {}): ReturnType<Corridor['reset']> {
        if (++this.resets === 100) this.cache = new Float64Array(1 << 20).fill(1);
        return super.reset(this.cache?.[0] === 0 ? {} : options);
      }
    }
    const warned = (make: () => Corridor) =>
      checkEnv(make, { timedSteps: 0 }).some(({ check, level }) => check === 'heap' && level === 'warning');
    expect(warned(() => new LeakingMemory())).toBe(true);
    expect(warned(() => new Caching())).toBe(false);
  });

  it('catches uneven draws even without snapshots, by the next episode', () => {
    const make = () => {
      const env = new UnevenDraws() as unknown as Env<unknown, unknown> & Record<string, unknown>;
      for (const name of ['snapshot', 'restore', 'fork']) env[name] = undefined;
      return env;
    };
    expect(errorChecks(make)).toContain('replay');
  });
});

/** Smaller breaches of the contract, each one change to the correct environment. */
class Lenient extends Corridor {
  override actionMask(): Uint8Array {
    return Uint8Array.of(1, 1, 1);
  }

  override step(action: number): ReturnType<Corridor['step']> {
    return super.step(this.position === 0 && action === 0 ? 1 : action);
  }
}

class Scarred extends Corridor {
  override step(action: number): ReturnType<Corridor['step']> {
    if (this.steps >= 0) this.rng?.(); // a refused action leaves a trace
    return super.step(action);
  }
}

class Moody extends Corridor {
  override step(action: number): ReturnType<Corridor['step']> {
    const result = super.step(action);
    return this.position > 1 ? { ...result, info: { ...result.info, far: true } } : result;
  }
}

class Backwards extends Corridor {
  override step(action: number): ReturnType<Corridor['step']> {
    return { ...super.step(action), info: { elapsed: -1, steps: this.steps } };
  }
}

class Forgetful extends Corridor {
  override restore(saved: Parameters<Corridor['restore']>[0]): void {
    super.restore(saved);
    this.rng = undefined;
    this.reset({ seed: 1 });
    this.position = (saved.state as { position: number }).position;
  }
}

class Growing extends Corridor {
  override reset(options: ResetOptions = {}): ReturnType<Corridor['reset']> {
    const result = super.reset(options);
    this.observationSpace.high[0] = this.observationSpace.high[0] + 1;
    return result;
  }
}

class Careless extends Corridor {
  override reset(options: ResetOptions = {}): ReturnType<Corridor['reset']> {
    return super.reset(options.seed === undefined ? options : { seed: Math.abs(Math.floor(options.seed)) || 0 });
  }
}

class Anarchic extends Corridor {
  override step(action: number): ReturnType<Corridor['step']> {
    if (this.steps < 0) this.reset({ seed: 5 });
    return super.step(action);
  }
}

class Leaking extends Corridor {
  override invariants(): readonly string[] {
    return this.steps === 3 ? ['one walker was lost'] : [];
  }
}

class Silent extends Corridor {
  override render(): undefined {
    return undefined;
  }
}

describe('checkEnv catches smaller breaches', () => {
  it.each<[string, () => Corridor, CheckName]>([
    ['info keys that come and go', () => new Moody(), 'info'],
    ['elapsed time below zero', () => new Backwards(), 'invariants'],
    ['a violated invariant', () => new Leaking(), 'invariants'],
    ['a restore that forgets the generator', () => new Forgetful(), 'snapshot'],
    ['a refused action that draws a number', () => new Scarred(), 'mask'],
    ['a space that changes', () => new Growing(), 'spaces'],
    ['bad seeds accepted', () => new Careless(), 'reset'],
    ['step accepted without reset', () => new Anarchic(), 'order'],
    ['a silent ansi mode', () => new Silent({}, 'ansi'), 'render'],
  ])('%s', (_, make, check) => {
    expect(errorChecks(make)).toContain(check);
  });

  it('a configuration that rebuilds something else', () => {
    const other = () => new Corridor({ length: 4 });
    expect(errorChecks(() => new Corridor(), { ...QUICK, rebuild: other })).toContain('roundTrip');
  });

  it('a mask that forbids less than step accepts is no error', () => {
    expect(errorChecks(() => new Lenient())).toEqual([]);
  });

  it('a fixed Box and a deterministic environment, as warnings', () => {
    class Plain extends Corridor {
      override readonly observationSpace = box({ low: [0, 0], high: [1, 0] });
      protected override observe(): BoxValue {
        return Float32Array.of(this.position / this.config.length, 0);
      }
      override reset(options: ResetOptions = {}): ReturnType<Corridor['reset']> {
        const result = super.reset(options);
        this.position = 0;
        return { ...result, observation: this.observe() };
      }
    }
    const warnings = checkEnv(() => new Plain({ wind: 0 }), QUICK).filter(({ level }) => level === 'warning');
    expect(warnings.map(({ check }) => check)).toEqual(['spaces', 'influence']);
  });

  it('missing members, without running anything', () => {
    const env = { id: 'nothing', config: null, metadata: {} } as unknown as Env<unknown, unknown>;
    const findings = checkEnv(() => env, QUICK);
    expect(findings.map(({ message }) => message)).toContain('reset is no method');
    expect(findings.some(({ message }) => message.includes('observationSpace is no space'))).toBe(true);
  });

  it('a constructor that throws', () => {
    const make = () => {
      throw new ArenaError('corridor: no');
    };
    expect(checkEnv(make, QUICK)).toEqual([
      { level: 'error', check: 'types', message: 'threw ArenaError: corridor: no' },
    ]);
  });
});
