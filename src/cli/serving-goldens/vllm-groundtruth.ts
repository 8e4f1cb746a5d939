/**
 * A real vLLM server against the simulated one: the requests that a vLLM 0.19 server answered (Llama-3.1-8B in bf16 on
 * one GPU; measurements of casys-kaist/LLMServingSim) are sent at the times they were queued to the vLLM v1 engine,
 * with the layer profile of the same GPU. Means of time to first token, time per output token and end-to-end latency
 * may differ by 6 %. Nothing is fitted to the measurements: the settings are those that the server reported.
 */
import { basename, dirname, join } from 'node:path';
import { VllmV1Engine, vllmV1Schema } from '../../../envs/serving/engines/vllm-v1.js';
import { ServingSimulator } from '../../../envs/serving/simulator.js';
import { LayerProfileTimeModel } from '../../../envs/serving/time/layer-profile.js';
import { readLayerProfile } from '../../../envs/serving/time/layer-profile-files.js';
import { emptyColumns, WholeSource } from '../../../envs/serving/workload/request-columns.js';
import { ensure } from '../../error.js';
import { ROLE_MIXED } from '../../serving.js';
import type { ReplayedCase } from '../dag-goldens/index.js';

/** Largest relative error of a mean. */
const TOLERANCE = 0.06;

const NS_PER_SECOND = 1e9;

/** What the server reported; one of its blocks is never used. */
const SERVER = { blocks: 2588, blockTokens: 16, layers: 32, tokenBudget: 2048, maxSequences: 256 };

const COLUMNS = ['input_tokens', 'output_tokens', 'queued_s', 'first_token_s', 'last_token_s'] as const;

/** Measured requests, in order of arrival. */
interface Measured {
  readonly count: number;
  readonly column: Readonly<Record<(typeof COLUMNS)[number], Float64Array>>; // [request] tokens or s
}

/**
 * Replays the measured requests `text`, the content of `file`; the layer profile is the folder of the same name in
 * `data`/serving/llmservingsim. One case a mean, which tells both values.
 * @throws ArenaError for a malformed file or a missing profile.
 */
export function replayGroundTruth(file: string, text: string, data: string): readonly ReplayedCase[] {
  const measured = measuredRequests(file, text);
  const profile = join(data, 'serving', 'llmservingsim', basename(dirname(file)));
  const simulator = simulate(measured, profile);
  const { arrival, firstTokenAt, finishedAt } = simulator.ledger;
  const { column, count } = measured;
  const here = means(count, column.output_tokens, (i) => ({
    queued: arrival[i] / NS_PER_SECOND,
    first: firstTokenAt[i] / NS_PER_SECOND,
    last: finishedAt[i] / NS_PER_SECOND,
  }));
  const real = means(count, column.output_tokens, (i) => ({
    queued: column.queued_s[i],
    first: column.first_token_s[i],
    last: column.last_token_s[i],
  }));
  const preemptions = simulator.state.instances.preemptions[0];
  const counts = `${simulator.iterations} iterations, ${preemptions} preemptions`;
  const cases = (['ttft', 'tpot', 'e2e'] as const).map((name) => {
    const error = here[name] / real[name] - 1;
    const told = `real ${seconds(real[name])}, simulated ${seconds(here[name])}, error ${percent(error)}`;
    const passed = Math.abs(error) <= TOLERANCE;
    const label = `vllm_groundtruth/${basename(dirname(file))}, mean ${name.toUpperCase()}: ${told} (${counts})`;
    return passed ? { name: label, passed } : { name: label, passed, difference: `more than ${percent(TOLERANCE)}` };
  });
  return cases;
}

function seconds(value: number): string {
  return value < 1 ? `${(value * 1e3).toFixed(2)} ms` : `${value.toFixed(3)} s`;
}

function percent(share: number): string {
  return `${share > 0 ? '+' : '−'}${Math.abs(share * 100).toFixed(1)} %`;
}

function measuredRequests(file: string, text: string): Measured {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const header = (lines[0] ?? '').split(',');
  const places = COLUMNS.map((name) => {
    const at = header.indexOf(name);
    ensure(at >= 0, `${file}: column "${name}" is missing`);
    return at;
  });
  const rows = lines.slice(1).map((line, row) => {
    const fields = line.split(',');
    return places.map((at, k) => {
      const value = Number(fields[at] === '' ? Number.NaN : fields[at]);
      ensure(
        Number.isFinite(value) && value >= 0,
        `${file}: line ${row + 2}: ${COLUMNS[k]} must be a number ≥ 0, got "${fields[at]}"`,
      );
      return value;
    });
  });
  ensure(rows.length > 0, `${file}: no requests`);
  const queued = COLUMNS.indexOf('queued_s');
  rows.sort((a, b) => a[queued] - b[queued]);
  const column = Object.fromEntries(COLUMNS.map((name, k) => [name, Float64Array.from(rows, (row) => row[k])]));
  return { count: rows.length, column: column as Measured['column'] };
}

function simulate({ count, column }: Measured, profile: string): ServingSimulator {
  const { blocks, blockTokens, layers, tokenBudget, maxSequences } = SERVER;
  const engine = new VllmV1Engine(
    vllmV1Schema.parse({ kind: 'vllm-v1', tokenBudget, maxSequences, reservedBlocks: 1 }),
  );
  const simulator = new ServingSimulator({
    sloClasses: 1,
    instances: [
      {
        engine,
        model: new LayerProfileTimeModel(readLayerProfile(profile, layers)),
        totalBlocks: blocks,
        blockTokens,
        watermarkBlocks: 0,
        stages: 1,
        hopNanoseconds: 0,
        role: ROLE_MIXED,
        kvBytesPerToken: 131_072,
        up: true,
      },
    ],
  });
  const columns = emptyColumns(count);
  columns.arrival.set(column.queued_s.map((s) => Math.round(s * NS_PER_SECOND)));
  columns.promptTokens.set(column.input_tokens);
  columns.outputTokens.set(column.output_tokens);
  simulator.reset(new WholeSource(columns, { prefixGranule: 0, tenants: ['all'] }));
  while (simulator.advance()) while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
  return simulator;
}

interface Moments {
  readonly queued: number; // s
  readonly first: number; // s, first token
  readonly last: number; // s, last token
}

interface Means {
  readonly ttft: number; // s
  readonly tpot: number; // s per token after the first, over requests with two tokens or more
  readonly e2e: number; // s
}

function means(count: number, outputTokens: Float64Array, at: (request: number) => Moments): Means {
  const sum = { ttft: 0, tpot: 0, e2e: 0, longer: 0 };
  for (let i = 0; i < count; i++) {
    const { queued, first, last } = at(i);
    sum.ttft += first - queued;
    sum.e2e += last - queued;
    if (outputTokens[i] < 2) continue;
    sum.tpot += (last - first) / (outputTokens[i] - 1);
    sum.longer++;
  }
  return { ttft: sum.ttft / count, tpot: sum.tpot / sum.longer, e2e: sum.e2e / count };
}
