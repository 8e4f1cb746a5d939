/** The vLLM v1 engine with a measured layer profile against a real server. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replayGroundTruth } from '../../../src/cli/serving-goldens/vllm-groundtruth.js';

const FILE = '../shared/data/serving/vllm_groundtruth/rtx4090_llama3.1-8b/requests.csv';

describe.skipIf(!existsSync(FILE))('a real vLLM server on an RTX 4090', () => {
  const replayed = existsSync(FILE) ? replayGroundTruth(FILE, readFileSync(FILE, 'utf8'), '../shared/data') : [];

  it.each(replayed)('$name', ({ passed, difference }) => {
    expect(difference).toBeUndefined();
    expect(passed).toBe(true);
  });

  it('tells the counts, which check the scheduler before any timing', () => {
    expect(replayed).toHaveLength(3);
    for (const { name } of replayed) expect(name).toMatch(/^vllm_groundtruth\/rtx4090_llama3\.1-8b, mean /);
    expect(replayed[0].name).toContain('6174 iterations, 243 preemptions');
  });
});

describe('a malformed file', () => {
  const header = 'id,input_tokens,output_tokens,queued_s,first_token_s,last_token_s';
  const replay = (text: string) => () => replayGroundTruth('profile/requests.csv', text, 'nowhere');

  it.each([
    ['has no column', 'id,input_tokens\n0,5', 'profile/requests.csv: column "output_tokens" is missing'],
    ['has no number', `${header}\n0,5,x,0,1,2`, 'line 2: output_tokens must be a number ≥ 0, got "x"'],
    ['is cut off', `${header}\n0,5,3,0`, 'line 2: first_token_s must be a number ≥ 0'],
    ['is empty', `${header}\n`, 'profile/requests.csv: no requests'],
    ['has no profile', `${header}\n0,5,3,0,1,2`, 'nowhere/serving/llmservingsim/profile'],
  ])('%s: is told in one line', (_, text, message) => {
    expect(replay(text)).toThrow(message);
  });
});
