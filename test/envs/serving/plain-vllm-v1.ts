/**
 * vLLM v1's scheduler written down as plainly as it can be read: one step after the other, lists of objects, blocks
 * counted anew whenever they are needed. Slow; it is what the engine is compared with. No prefix cache, one instance.
 */

export interface PlainRequest {
  readonly arrival: number; // ns
  readonly prompt: number; // tokens
  readonly output: number; // tokens
  readonly priority: number; // larger = more urgent
}

export interface PlainSettings {
  readonly blocks: number; // usable
  readonly blockTokens: number;
  readonly tokenBudget: number;
  readonly maxSequences: number;
  readonly chunkedPrefill: boolean;
  readonly longPrefillThreshold: number;
  readonly order: 'fcfs' | 'priority';
}

export interface PlainBatch {
  readonly start: number; // ns
  readonly end: number; // ns
  readonly requests: readonly number[];
  readonly tokens: readonly number[];
}

interface Live {
  readonly id: number;
  readonly arrival: number;
  readonly prompt: number;
  readonly output: number;
  readonly value: number; // vLLM's priority: smaller = more urgent
  tokens: number; // prompt + generated
  computed: number;
  decoding: boolean; // its prefill is complete
  held: number; // blocks
}

export interface PlainRun {
  readonly batches: readonly PlainBatch[];
  readonly preemptions: number;
  readonly admissions: readonly { readonly id: number; readonly waiting: readonly number[] }[]; // who waited then
}

export function plainVllmV1(workload: readonly PlainRequest[], settings: PlainSettings): PlainRun {
  const { blocks, blockTokens, tokenBudget, maxSequences, chunkedPrefill, longPrefillThreshold, order } = settings;
  let waiting: Live[] = [];
  let running: Live[] = [];
  const batches: PlainBatch[] = [];
  const admissions: { id: number; waiting: number[] }[] = [];
  let preemptions = 0;
  let arrived = 0;
  let now = 0;
  const blocksFor = (tokens: number) => Math.ceil(tokens / blockTokens);
  const free = () => blocks - running.reduce((sum, { held }) => sum + held, 0);
  const byUrgency = (a: Live, b: Live) => a.value - b.value || a.arrival - b.arrival || a.id - b.id;
  const cut = (tokens: number) => (longPrefillThreshold > 0 ? Math.min(tokens, longPrefillThreshold) : tokens);

  const arrive = () => {
    while (arrived < workload.length && workload[arrived].arrival <= now) {
      const { arrival, prompt, output, priority } = workload[arrived];
      const id = arrived++;
      waiting.push({
        id,
        arrival,
        prompt,
        output,
        value: -priority,
        tokens: prompt,
        computed: 0,
        decoding: false,
        held: 0,
      });
    }
    if (order === 'priority') waiting.sort(byUrgency);
  };

  const preempt = (victim: Live) => {
    running = running.filter((each) => each !== victim);
    victim.held = 0;
    victim.computed = 0;
    victim.decoding = false;
    waiting = [victim, ...waiting];
    if (order === 'priority') waiting.sort(byUrgency);
    preemptions++;
  };

  const step = (): Map<Live, number> => {
    let budget = tokenBudget;
    const scheduled = new Map<Live, number>();
    let preempted = false;
    for (let at = 0; at < running.length && budget > 0; at++) {
      const request = running[at];
      const n = Math.min(cut(request.tokens - request.computed), budget);
      const wanted = () => blocksFor(request.computed + n) - request.held;
      while (running.includes(request) && wanted() > free()) {
        let victim = running[running.length - 1];
        if (order === 'priority') {
          victim = running[0];
          for (const each of running)
            if (each.value > victim.value || (each.value === victim.value && each.arrival > victim.arrival))
              victim = each;
        }
        if (scheduled.has(victim)) {
          budget += scheduled.get(victim) as number;
          scheduled.delete(victim);
        }
        preempt(victim);
        preempted = true;
        at = running.indexOf(request);
      }
      if (!running.includes(request)) break;
      request.held += Math.max(0, wanted());
      scheduled.set(request, n);
      budget -= n;
    }
    while (!preempted && waiting.length > 0 && budget > 0 && running.length < maxSequences) {
      const request = waiting[0];
      const whole = cut(request.tokens);
      if (whole > budget && !chunkedPrefill) break;
      const n = Math.min(whole, budget);
      if (blocksFor(n) > free()) break;
      waiting.shift();
      admissions.push({ id: request.id, waiting: waiting.map(({ id }) => id) });
      request.held = blocksFor(n);
      running.push(request);
      scheduled.set(request, n);
      budget -= n;
    }
    return scheduled;
  };

  for (;;) {
    arrive();
    if (waiting.length + running.length === 0) {
      if (arrived === workload.length) return { batches, preemptions, admissions };
      now = workload[arrived].arrival;
      continue;
    }
    const scheduled = step();
    if (scheduled.size === 0) continue; // a request preempted itself: the next step begins at once
    const all = [...scheduled].map(([request, n]) => ({ request, n }));
    let ns = 6_000_000;
    for (const { request, n } of all)
      ns += 60_000 * n + (request.decoding ? 260 * request.tokens : 3 * n * (request.computed + n));
    batches.push({
      start: now,
      end: now + ns,
      requests: all.map(({ request }) => request.id),
      tokens: all.map(({ n }) => n),
    });
    now += ns;
    for (const { request, n } of all) {
      request.computed += n;
      if (request.computed === request.tokens) {
        request.tokens++;
        request.decoding = true;
      }
      if (request.tokens === request.prompt + request.output) {
        running = running.filter((each) => each !== request);
        request.held = 0;
      }
    }
  }
}
