import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as surface from '../../src/index.js';

describe('the public surface', () => {
  it('has what the documentation names', () => {
    const expected = [
      'ArenaError',
      'createRng',
      'makeEnv',
      'makeAgent',
      'makePlanner',
      'envs',
      'agents',
      'planners',
      'configHash',
      'box',
      'discrete',
      'placementSpace',
      'spaceFromJSON',
      'flatten',
      'checkEnv',
      'checkAgent',
      'SyncVectorEnv',
      'TimeLimit',
      'RecordEpisodeStatistics',
      'NormalizeReward',
      'PlacementTable',
      'Arena',
      'EventQueue',
      'compileDag',
      'Timeline',
    ];
    const missing = expected.filter((name) => (surface as Record<string, unknown>)[name] === undefined);
    expect(missing).toEqual([]);
  });

  it('is re-exports and nothing else', () => {
    const text = readFileSync(new URL('../../src/index.ts', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const statements = text.split(';').map((statement) => statement.trim());
    for (const statement of statements)
      expect(statement).toMatch(/^(export (type )?(\*|\{[^}]*\}) from '\.\/[\w/-]+\.js')?$/);
  });
});
