/**
 * The area `serving` of `conformance`: recorded runs of vidur, policy vectors of Llumnix's artifact, recorded runs of
 * the phase-split simulator, told apart by the members of their first case. Measurements of a real server are inputs of
 * another kind: they lie among the data, and are compared together with the list of vidur's cases.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isPlainObject } from '../../config.js';
import type { ReplayedCase } from '../dag-goldens/index.js';
import { replayLlumnixVectors } from './llumnix-vectors.js';
import { replaySplitwise } from './splitwise-runs.js';
import { replayVidurCases } from './vidur-cases.js';
import { replayGroundTruth } from './vllm-groundtruth.js';

/** Replays the cases of one recognised file. Errors: `ArenaError` for a malformed file. */
export type ServingReplay = (file: string, text: string) => readonly ReplayedCase[];

/** How to replay a parsed file; nothing for files of other topics. `data`: the folder with profiles and measurements. */
export function servingReplays(data: string): (content: unknown) => ServingReplay | undefined {
  return (content) => {
    const first: unknown = Array.isArray(content) ? content[0] : undefined;
    if (!isPlainObject(first)) return undefined;
    if ('enable_defrag' in first) return replayLlumnixVectors;
    if ('prompt_instances' in first) return (file, text) => replaySplitwise(file, text, data);
    if ('planner_max_batch' in first)
      return (file, text) => [...replayVidurCases(file, text), ...(isWholeList(file) ? measured(data) : [])];
    return undefined;
  };
}

/** The full recording; extracts of it under other names come without the measurements. */
function isWholeList(file: string): boolean {
  return basename(file) === 'cases.json';
}

/** Comparisons with real servers, where their measurements are there. */
function measured(data: string): readonly ReplayedCase[] {
  const file = join(data, 'serving', 'vllm_groundtruth', 'rtx4090_llama3.1-8b', 'requests.csv');
  if (existsSync(file)) return replayGroundTruth(file, readFileSync(file, 'utf8'), data);
  const difference = `${file}: there is no such file`;
  return [{ name: 'vllm_groundtruth', passed: false, skipped: true, difference }];
}
