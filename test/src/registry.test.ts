import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agent.js';
import { canonicalJSON, configHash, mergeConfig } from '../../src/config.js';
import {
  agents,
  buildEnv,
  type EnvSpec,
  envSpecFromJSON,
  envSpecToJSON,
  envs,
  isMadeFor,
  makeAgent,
  makeEnv,
  parseId,
  Registry,
} from '../../src/registry.js';
import type { Json } from '../../src/space/space.js';
import { OrderEnforcing } from '../../src/wrappers/order-enforcing.js';
import { TimeLimit } from '../../src/wrappers/time-limit.js';
import { unwrapped } from '../../src/wrappers/wrapper.js';
import { Shop } from '../fixtures/shop.js';

function registryOf(...ids: string[]): Registry<{ id: string }> {
  const registry = new Registry<{ id: string }>('environment');
  for (const id of ids) registry.register({ id });
  return registry;
}

describe('ids', () => {
  it.each([
    ['soc/wifi-rx-v1', 'soc', 'wifi-rx', 1],
    ['soc/noise-0.1-v12', 'soc', 'noise-0.1', 12],
    ['etf', '', 'etf', -1],
    ['a:b_c-d/x.y', 'a:b_c-d', 'x.y', -1],
    ['soc/v2', 'soc', 'v2', -1],
    ['soc/scale-v2x', 'soc', 'scale-v2x', -1],
  ])('%s', (id, namespace, name, version) => {
    expect(parseId(id)).toEqual({ namespace, name, version });
  });

  it.each(['', 'a/b/c', 'a b', 'a.b/c', '/x', 'x/', 'wifi rx-v1'])('refuses "%s"', (id) => {
    expect(() => parseId(id)).toThrow('is no id (namespace/name-vN');
  });
});

describe('registry', () => {
  const registry = registryOf(
    'soc/wifi-rx-v1',
    'soc/wifi-rx-v3',
    'soc/lag-v1',
    'dag/random-v1',
    'plain',
    'soc/wifi-rx-v2',
  );

  it('answers with the latest version unless one is named', () => {
    expect(registry.get('soc/wifi-rx').id).toBe('soc/wifi-rx-v3');
    expect(registry.get('soc/wifi-rx-v1').id).toBe('soc/wifi-rx-v1');
    expect(registry.get('plain').id).toBe('plain');
  });

  it('says when a version is outdated', () => {
    expect(registry.lookup('soc/wifi-rx-v2')).toMatchObject({ deprecated: true, latest: 'soc/wifi-rx-v3' });
    expect(registry.lookup('soc/wifi-rx')).toMatchObject({ deprecated: false });
  });

  it('lists in the order of registration', () => {
    expect(registry.all().map(({ id }) => id)[5]).toBe('soc/wifi-rx-v2');
    expect(registry.has('soc/lag')).toBe(true);
    expect(registry.has('soc/lag-v2')).toBe(false);
    expect(registry.has('soc/log')).toBe(false);
    expect(registry.has('not an id')).toBe(false);
  });

  it.each([
    ['sco/wifi-rx', 'namespace "sco" (in "sco/wifi-rx") does not exist; did you mean "soc"?'],
    ['quantum/x', 'namespace "quantum" (in "quantum/x") does not exist (known: soc, dag)'],
    ['soc/wifi-tx', '"soc/wifi-tx" does not exist; did you mean "soc/wifi-rx"?'],
    ['soc/entirely-else', '"soc/entirely-else" does not exist (known: soc/wifi-rx, soc/lag)'],
    ['soc/wifi-rx-v9', '"soc/wifi-rx-v9" has no version 9; known: soc/wifi-rx-v3, soc/wifi-rx-v2, soc/wifi-rx-v1'],
    ['plane', '"plane" does not exist; did you mean "plain"?'],
  ])('%s → %s', (id, message) => {
    expect(() => registry.get(id)).toThrow(`registry: environment ${message}`);
  });

  it('refuses taken ids, and names with and without version', () => {
    expect(() => registry.register({ id: 'soc/lag-v1' })).toThrow('cannot be registered beside "soc/lag-v1"');
    expect(() => registry.register({ id: 'soc/lag' })).toThrow('cannot be registered beside "soc/lag-v1"');
    expect(() => registry.register({ id: 'plain-v1' })).toThrow('cannot be registered beside "plain"');
    expect(() => registryOf().get('x')).toThrow('(nothing is registered)');
    expect(() => registryOf('soc/lag-v1').get('lag')).toThrow('did you mean "soc/lag"?');
    expect(() => registry.get('dag/wifi-rx-v1')).toThrow('did you mean "soc/wifi-rx"?');
  });
});

const SHOP: EnvSpec = {
  id: 'test/shop-v1',
  description: 'two machines',
  tags: ['small'],
  config: { jobs: 4, meanInterval: 2 },
  score: { metric: 'latencyMean', lowerIsBetter: true, reference: 'etf', floor: 'random' },
  maxEpisodeSteps: 50,
  create: (config, { id }) => new Shop(config as { jobs: number; meanInterval: number }, id),
};

describe('what an agent is made for', () => {
  it('is named by namespace, by id without version, or by the beginning of ids', () => {
    expect(isMadeFor(undefined, 'a/b-v1')).toBe(true);
    expect(isMadeFor(['a'], 'a/b-v1')).toBe(true);
    expect(isMadeFor(['a/b'], 'a/b-v3')).toBe(true);
    expect(isMadeFor(['a/b'], 'a/bc-v3')).toBe(false);
    expect(isMadeFor(['x', 'a/b*'], 'a/bc-v3')).toBe(true);
    expect(isMadeFor(['b', 'b*'], 'a/b-v1')).toBe(false);
    expect(isMadeFor(['single'], 'single')).toBe(true);
  });
});

describe('makeEnv', () => {
  beforeAll(() => {
    envs.register(SHOP);
    envs.register({ ...SHOP, id: 'test/shop-v0', config: { jobs: 2, meanInterval: 1 } });
    agents.register({
      id: 'test-first',
      description: 'the first legal action',
      tags: [],
      oracle: false,
      create: (options) => new First(options),
    });
  });

  it('builds the latest, wrapped in order enforcing and time limit', () => {
    const env = makeEnv('test/shop');
    expect(env).toBeInstanceOf(TimeLimit);
    expect((env as unknown as TimeLimit<unknown, number>).inner).toBeInstanceOf(OrderEnforcing);
    expect(unwrapped(env)).toBeInstanceOf(Shop);
    expect(env.id).toBe('test/shop-v1');
    expect(env.metadata.maxEpisodeSteps).toBe(50);
    expect(makeEnv('test/shop-v0', { wrap: false })).toBeInstanceOf(Shop);
  });

  it('merges overrides deeply and leaves validation to the environment', () => {
    expect(makeEnv('test/shop', { config: { jobs: 9 } }).config).toEqual({ jobs: 9, meanInterval: 2 });
    expect(() => makeEnv('test/shop', { config: { jobs: -1 } })).toThrow('shop: -1 jobs are not allowed');
  });

  it('refuses unknown options', () => {
    expect(() => makeEnv('test/shop', { cofnig: {} } as never)).toThrow('did you mean "config"?');
  });

  it('passes specs through JSON', () => {
    const json = JSON.parse(JSON.stringify(envSpecToJSON(SHOP))) as Json;
    const spec = envSpecFromJSON({ ...(json as Record<string, Json>), config: { jobs: 3, meanInterval: 2 } });
    expect(spec.create).toBe(SHOP.create);
    expect(buildEnv(spec).config).toEqual({ jobs: 3, meanInterval: 2 });
    expect(envSpecFromJSON(json)).toEqual(SHOP);
    expect(() => envSpecFromJSON({ id: 'test/shup-v1', config: {} })).toThrow('did you mean "test/shop"?');
    const bad = { ...SHOP, config: { callback: () => 1 } as unknown as Json };
    expect(() => envSpecToJSON(bad)).toThrow('config.callback is a function');
  });

  it('builds agents', () => {
    expect(makeAgent('test-first').name).toBe('test-first');
    expect(() => makeAgent('test-frist')).toThrow(
      'registry: agent "test-frist" does not exist; did you mean "test-first"?',
    );
  });

  afterAll(() => {
    expect(envs.has('test/shop')).toBe(true);
  });
});

class First implements Agent {
  readonly name = 'test-first';
  readonly options: Json | undefined;
  constructor(options?: Json) {
    this.options = options;
  }
  act = (view: { mask: Uint8Array }) => view.mask.indexOf(1);
  propose = (view: { mask: Uint8Array }) => view.mask.indexOf(1);
}

describe('configurations', () => {
  it('hash by content, whatever the order of keys', () => {
    expect(configHash({ a: 1, b: [1, { c: null }] })).toBe(configHash({ b: [1, { c: null }], a: 1 }));
    expect(configHash({ a: 1 })).not.toBe(configHash({ a: 2 }));
    // sha-256 of {"a":1} begins with 015abd7f5cc5 (computed with sha256sum)
    expect(configHash({ a: 1 })).toBe('015abd7f5cc5');
  });

  it('refuse what JSON cannot carry, naming the place', () => {
    expect(() => canonicalJSON({ a: [{ b: Number.NaN }] }, 'config')).toThrow('config.a[0].b is NaN');
    expect(() => canonicalJSON({ a: new Date(0) }, 'config')).toThrow('config.a is a Date');
  });

  it('merge objects, replace the rest, and replace variants of a union whole', () => {
    const base = { a: { b: 1, c: [1, 2] }, arrivals: { process: 'poisson', meanInterval: 3 } };
    expect(mergeConfig(base, { a: { c: [9] } })).toEqual({ ...base, a: { b: 1, c: [9] } });
    expect(mergeConfig(base, { arrivals: { meanInterval: 5 } })).toMatchObject({
      arrivals: { process: 'poisson', meanInterval: 5 },
    });
    expect(mergeConfig(base, { arrivals: { process: 'deterministic', interval: 5 } })).toMatchObject({
      arrivals: { process: 'deterministic', interval: 5 },
    });
    expect(mergeConfig(base, base)).toEqual(base);
  });
});

describe('listeners', () => {
  it('hear of every entry, earlier and later ones', () => {
    const registry = new Registry<{ readonly id: string }>('thing');
    const heard: string[] = [];
    registry.register({ id: 'early' });
    registry.each(({ id }) => heard.push(id));
    registry.register({ id: 'late' });
    expect(heard).toEqual(['early', 'late']);
  });
});
