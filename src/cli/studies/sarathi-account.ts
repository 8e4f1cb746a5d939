/** Where the capacity study of Sarathi-Serve differs from what was published, and why; every figure is computed. */
import { BatchWork } from '../../../envs/serving/batch-work.js';
import { blocksOf } from '../../../envs/serving/config.js';
import { createTimeModel } from '../../../envs/serving/time/create.js';
import { formatNumber } from '../../report/quantity.js';
import { mean } from '../../report/statistics/index.js';
import {
  type CellCapacity,
  type Comparison,
  capacityOf,
  ratioOf,
  settingTitle,
  TRACE_TITLES,
} from './sarathi-capacities.js';
import {
  cellConfig,
  DEPLOYMENTS,
  type Deployment,
  ENGINE_TITLES,
  type EngineName,
  type EpisodeLength,
  MEDIAN_PROMPT,
  OVERHEAD_MS,
} from './sarathi-cells.js';
import { isGain, isLoss, largestGain, times } from './sarathi-claims.js';

export function sarathiAccount(all: readonly Comparison[], episode: EpisodeLength): string[] {
  const published = all.filter(({ deployment }) => !deployment.variant);
  return [
    gains(published),
    mechanism(published),
    limits(published),
    prompts(),
    chunks(published),
    overhead(all),
    memory(episode),
    resolution(published, episode),
    `A probe stops after ${episode.seconds / 60} minutes of simulated time, whatever is unfinished. The median delay is that ` +
      'of all requests that had arrived; those that no batch had computed yet count with their age, so it is a lower ' +
      'bound where a queue has grown long. The delay of served requests alone would make an overloaded engine look fast.',
    'The traces of the artifact are not shipped: chat lengths come from a generator fitted to statistics of ShareGPT, ' +
      'arXiv prompts and outputs from two independent log-normal distributions through the median and the 90th ' +
      'percentile that the paper gives, so how they go together is lost. Falcon-180B is missing because ' +
      'there is no profile of it. The search is the published one with its faults mended (a rate is measured once, the ' +
      'jump for very long delays works, and the upper end is opened again where a jump went too far).',
  ];
}

const short = (number: number) => formatNumber(number, 3);
const percent = (share: number) => `${Math.round(100 * share)} %`;

function gains(compared: readonly Comparison[]): string {
  const most = largestGain(compared, 'overVllm');
  const least = compared.reduce((low, each) => (each.overVllm.value < low.overVllm.value ? each : low));
  const vllm = compared.filter((each) => isGain(each.overVllm)).length;
  const orca = compared.filter((each) => isGain(each.overOrca)).length;
  return (
    `Sarathi takes more than vLLM in ${vllm} of ${compared.length} settings and more than Orca in ${orca}, judged by ` +
    `intervals that lie above 1. Its gain over vLLM goes from ${times(least.overVllm)} (${settingTitle(least)}) to ` +
    `${times(most.overVllm)} (${settingTitle(most)}). The published numbers are single runs; intervals here are over ` +
    'workloads drawn anew.'
  );
}

/** Share of the searches of an engine that ended at the limit between tokens. */
function tokenShare(compared: readonly Comparison[], engine: EngineName): number {
  const own = compared.map(({ cells }) => cells[engine]);
  const sum = (of: (cell: CellCapacity) => number) => own.reduce((total, cell) => total + of(cell), 0);
  const tokens = sum(({ tokenLimited }) => tokenLimited);
  return tokens / (tokens + sum(({ waitLimited }) => waitLimited));
}

function mechanism(compared: readonly Comparison[]): string {
  const [orca, vllm, sarathi] = (['orca', 'vllm', 'sarathi'] as const).map((engine) => tokenShare(compared, engine));
  const same = vllm > 0.5 && sarathi < 0.5;
  return (
    `The next higher rate breaks the limit between tokens in ${percent(vllm)} of the searches of vLLM, ` +
    `${percent(orca)} of Orca and ${percent(sarathi)} of Sarathi; the others end because requests wait too long. ` +
    (same
      ? 'That is the mechanism the paper describes: whole prompts stall running decodes long before the GPU is full, chunks do not.'
      : 'The paper explains the gain by decodes that whole prompts stall; here that is not what mostly ends the searches.')
  );
}

/** Strict against relaxed. */
function limits(compared: readonly Comparison[]): string {
  const strict = compared.filter(({ limit }) => limit === 'strict');
  const pairs = strict.map((each) => ({
    each,
    relaxed: compared.find(
      ({ deployment, trace, limit }) =>
        deployment.id === each.deployment.id && trace === each.trace && limit === 'relaxed',
    )!,
  }));
  const other = pairs.filter(({ each, relaxed }) => each.overVllm.value <= relaxed.overVllm.value);
  const exceptions = other.map(
    ({ each, relaxed }) =>
      `${each.deployment.title}, ${TRACE_TITLES[each.trace]}: ${short(each.overVllm.value)}× strict, ${short(relaxed.overVllm.value)}× relaxed`,
  );
  return (
    `The gain over vLLM is larger under the strict limit than under the relaxed one in ${pairs.length - other.length} of ` +
    `${pairs.length} pairs, as that mechanism predicts${other.length === 0 ? '.' : `; not for ${exceptions.join('; ')}.`}`
  );
}

/** Time of one prompt computed alone, s. */
function prefillSeconds(deployment: Deployment, tokens: number): number {
  const work = new BatchWork(1);
  work.addPrefill(tokens, 0, tokens);
  return createTimeModel(deployment.timeModel as never).nanoseconds(work) / 1e9;
}

/** Why the sizes of gains differ between deployments. */
function prompts(): string {
  const lines = DEPLOYMENTS.filter(({ variant }) => !variant).map((deployment) => {
    const whole = prefillSeconds(deployment, MEDIAN_PROMPT.chat);
    const chunk = prefillSeconds(deployment, deployment.chunk.strict);
    const limit = deployment.tbtLimit.strict;
    return `${deployment.title}: ${short(whole)} s, ${short(whole / limit)} times the strict limit (a chunk of ${deployment.chunk.strict}: ${short(chunk)} s)`;
  });
  return (
    'How much vLLM loses depends on how far a whole prompt exceeds the limit, and so on the time model: a chat prompt of ' +
    `median length (${MEDIAN_PROMPT.chat} tokens) takes, alone, on ${lines.join('; on ')}. Where prompts exceed the limit, ` +
    'vLLM and Orca meet it only at rates so low that fewer than one gap in a hundred holds such a prefill. The Yi-34B times ' +
    'are whole batches measured by the authors; those of Mistral-7B and Llama-2-70B are put together from operator profiles.'
  );
}

/** Larger chunks under the relaxed limit. */
function chunks(compared: readonly Comparison[]): string {
  const worse = compared
    .filter(({ limit }) => limit === 'relaxed')
    .flatMap((relaxed) => {
      const strict = compared.find(
        ({ deployment, trace, limit }) =>
          deployment.id === relaxed.deployment.id && trace === relaxed.trace && limit === 'strict',
      )!;
      const ratio = ratioOf(relaxed.cells.sarathi, strict.cells.sarathi);
      return isLoss(ratio) ? [`${relaxed.deployment.title}, ${TRACE_TITLES[relaxed.trace]}: ${times(ratio)}`] : [];
    });
  if (worse.length === 0)
    return 'Sarathi takes no less with the larger chunk of the relaxed limit than with the strict one.';
  return (
    `With the larger chunk that the artifact uses under the relaxed limit Sarathi takes less than with the strict one in ` +
    `${worse.length} setting(s) (${worse.join('; ')}): iterations get longer, so more requests are in flight at the same ` +
    'rate, until the sequences of a batch or the KV memory run out. A tuned chunk would take the better of both.'
  );
}

function overhead(all: readonly Comparison[]): string {
  const of = (id: string) => all.filter(({ deployment, trace }) => deployment.id === id && trace === 'chat');
  const plain = of('mistral-7b');
  const lines = of('mistral-7b-overhead').map((slow) => {
    const fast = plain.find(({ limit }) => limit === slow.limit)!;
    const vllm = ratioOf(slow.cells.vllm, fast.cells.vllm).value;
    const sarathi = ratioOf(slow.cells.sarathi, fast.cells.sarathi).value;
    return (
      `${slow.limit}: the gain over vLLM goes from ${short(fast.overVllm.value)}× to ${short(slow.overVllm.value)}× ` +
      `(vLLM keeps ${percent(vllm)} of its capacity, Sarathi ${percent(sarathi)})`
    );
  });
  return (
    'The operator profiles hold no time of the CPU between iterations, which the measured systems had. With ' +
    `${OVERHEAD_MS} ms per iteration, an assumption, Mistral-7B on chat changes like this: ${lines.join('; ')}.`
  );
}

/** KV memory of the deployments. */
function memory(episode: EpisodeLength): string {
  const lines = DEPLOYMENTS.filter(({ variant }) => !variant).map((deployment) => {
    const config = cellConfig({ deployment, trace: 'chat', limit: 'strict', engine: 'sarathi' }, episode);
    const blocks = blocksOf(config.instances[0]);
    return `${deployment.title}: ${formatNumber(blocks)}`;
  });
  return (
    `KV memory is what 0.9 of the GPUs leaves beside the weights (blocks of 16 tokens: ${lines.join('; ')}); activations ` +
    'are not modelled, so a real server has less of it, which matters where many requests are in flight: Sarathi and relaxed limits.'
  );
}

function resolution(compared: readonly Comparison[], { requests, seconds }: EpisodeLength): string {
  const cells = compared.flatMap(({ cells }) => Object.values(cells));
  const served = cells.map((cell) => ({ cell, rate: mean(cell.rates) }));
  const lowest = served.reduce((low, each) => (each.rate < low.rate ? each : low));
  const coarse = served.filter(({ rate }) => rate > 0 && 0.01 / rate > 0.02).length;
  const title = `${settingTitle(lowest.cell)}, ${ENGINE_TITLES[lowest.cell.engine]}`;
  return (
    `The search rounds rates to two digits: in ${coarse} of ${served.length} cells a step of 0.01 is coarser than the ` +
    `granularity of 2 %. At the lowest capacity (${short(capacityOf(lowest.cell).value)} requests/s, ${title}) a probe of ` +
    `${seconds / 60} minutes sees about ${Math.min(requests, Math.round(lowest.rate * seconds))} requests, so that its P99 ` +
    'rests on few prompts; the published runs had the same limits.'
  );
}
