/** The results of studies of learned schedulers that are kept in the tree belong to the settings of today. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { studyOf } from '../../../src/cli/studies/index.js';
import { settingsHash } from '../../../src/cli/studies/study-text.js';

describe.each(['soc-learned', 'soc-transfer', 'soc-robustness', 'soc-published'])('%s', (id) => {
  const path = new URL(`../../../agents/studies/${id}/study.json`, import.meta.url);

  it.skipIf(!existsSync(path))('has results of the same settings, over at least 40 seeds', () => {
    const kept = JSON.parse(readFileSync(path, 'utf8'));
    expect(kept.study).toBe(id);
    expect(kept.seeds).toBeGreaterThanOrEqual(40);
    expect(kept.quick).toBe(false);
    expect(kept.settingsHash).toBe(settingsHash(studyOf(id).settings({ seeds: kept.seeds, quick: false })));
  });
});
