/**
 * The serving simulator's compatible mode once more, as plainly as possible: objects, lists, and one heap of events of
 * seven types in order of (time, creation number), as vidur itself is built. Tests hold the fast simulator against it,
 * batch by batch, and the bench measures the ratio of their speeds. It is written to be read, not tuned: lists are
 * shifted and sorted anew in every iteration, each event is an object. A plain engine without events (a sorted list and
 * a counter of blocks) can be up to twice as fast, so the ratio tells what the columns bring over this program, on the
 * same machine at the same time; it is no claim about the fastest plain one. Left out: everything that the compatible mode has
 * no use for (priorities, migration, prefix caches).
 */
import type { VidurCase, VidurTrace } from '../../../envs/serving/compat/vidur.js';

export interface PlainRequest {
  readonly id: number; // row in the trace
  readonly arrival: number; // s
  prefill: number; // tokens of the prefill; after a restart what had been processed
  decode: number; // tokens after it; the sum stays
  processed: number; // tokens
  prefilled: boolean;
  completed: boolean;
  scheduled: boolean; // was in a batch since its arrival or last restart
  scheduledAt: number; // s
  firstTokenAt: number; // s
  completedAt: number; // s
  restarts: number;
  replica: number;
  blocks: number; // held; 0 = none
}

export interface PlainBatch {
  readonly replica: number;
  readonly requests: PlainRequest[];
  readonly tokens: number[];
  readonly start: number; // s, when it was formed
  end: number; // s
}

interface PlainReplica {
  waiting: PlainRequest[];
  running: PlainRequest[]; // between batches
  holders: number; // requests that hold blocks
  used: number; // blocks
  inFlight: number; // batches
  readonly stages: { busy: boolean; readonly queue: PlainBatch[] }[];
}

type PlainEvent = { readonly time: number; readonly number: number; readonly stage: number } & (
  | { readonly kind: 'arrival'; readonly subject: PlainRequest }
  | { readonly kind: 'global schedule'; readonly subject: null }
  | { readonly kind: 'replica schedule' | 'stage schedule'; readonly subject: number } // replica
  | { readonly kind: 'stage arrival' | 'stage end' | 'batch end'; readonly subject: PlainBatch }
);

export class PlainServing {
  readonly requests: PlainRequest[];
  /** In order of completion; only where they are kept. */
  readonly batches: PlainBatch[] = [];
  iterations = 0;
  now = 0; // s
  private readonly config: VidurCase;
  private readonly keepBatches: boolean;
  private readonly replicas: PlainReplica[];
  private readonly microBatch: number; // requests
  private readonly watermark: number; // blocks
  private readonly heap: PlainEvent[] = [];
  private created = 0; // events
  private arrived: PlainRequest[] = []; // not routed yet
  private turn = 0; // of round robin

  constructor(config: VidurCase, trace: VidurTrace, keepBatches = true) {
    this.config = config;
    this.keepBatches = keepBatches;
    this.microBatch = Math.floor(config.batchCap / config.stages);
    this.watermark = Math.trunc(config.watermark * config.blocks);
    this.replicas = Array.from({ length: config.replicas }, () => ({
      waiting: [],
      running: [],
      holders: 0,
      used: 0,
      inFlight: 0,
      stages: Array.from({ length: config.stages }, () => ({ busy: false, queue: [] })),
    }));
    this.requests = Array.from(trace.arrival, (arrival, id) => ({
      id,
      arrival,
      prefill: trace.promptTokens[id],
      decode: trace.outputTokens[id],
      processed: 0,
      prefilled: false,
      completed: false,
      scheduled: false,
      scheduledAt: 0,
      firstTokenAt: 0,
      completedAt: 0,
      restarts: 0,
      replica: -1,
      blocks: 0,
    }));
    for (const request of this.requests) this.create('arrival', request, 0, request.arrival);
  }

  /** Until nothing will happen any more. */
  run(): void {
    for (let event = this.pop(); event; event = this.pop()) {
      this.now = event.time;
      this.handle(event);
    }
  }

  // ---- events

  private handle(event: PlainEvent): void {
    const { kind, subject, stage } = event;
    switch (kind) {
      case 'arrival':
        this.arrived.push(subject);
        this.create('global schedule', null);
        break;
      case 'global schedule':
        this.route();
        break;
      case 'replica schedule':
        this.formBatches(subject);
        break;
      case 'stage arrival':
        this.replicas[subject.replica].stages[stage].queue.push(subject);
        this.create('stage schedule', subject.replica, stage);
        break;
      case 'stage schedule': {
        const unit = this.replicas[subject].stages[stage];
        const batch = unit.busy ? undefined : unit.queue.shift();
        if (!batch) break;
        unit.busy = true;
        this.create('stage end', batch, stage, this.now + this.duration(batch));
        break;
      }
      case 'stage end':
        this.replicas[subject.replica].stages[stage].busy = false;
        this.create('stage schedule', subject.replica, stage);
        if (stage === this.config.stages - 1) this.create('batch end', subject);
        else this.create('stage arrival', subject, stage + 1);
        break;
      case 'batch end':
        this.endBatch(subject);
        this.create('replica schedule', subject.replica);
        break;
    }
  }

  private route(): void {
    const touched = new Set<number>();
    const lengths = this.replicas.map(({ waiting }) => waiting.length);
    this.arrived.sort((a, b) => a.arrival - b.arrival);
    for (const request of this.arrived) {
      const { router, replicas } = this.config;
      const replica = router === 'rr' ? this.turn++ % replicas : lengths.indexOf(Math.min(...lengths));
      lengths[replica]++;
      request.replica = replica;
      this.replicas[replica].waiting.push(request);
      touched.add(replica);
    }
    this.arrived = [];
    for (const replica of [...touched].sort((a, b) => a - b)) this.create('replica schedule', replica);
  }

  private formBatches(number: number): void {
    const replica = this.replicas[number];
    const formed: PlainBatch[] = [];
    while (replica.inFlight < this.config.stages) {
      const batch: PlainBatch = { replica: number, requests: [], tokens: [], start: this.now, end: 0 };
      if (this.config.scheduler === 'orca') this.formOrca(replica, batch);
      else if (this.config.scheduler === 'vllm') this.formVllm(replica, batch);
      else this.formSarathi(replica, batch);
      if (batch.requests.length === 0) break;
      replica.inFlight++;
      formed.push(batch);
    }
    for (const { requests } of formed)
      for (const request of requests) {
        if (request.scheduled) continue;
        request.scheduled = true;
        if (request.restarts === 0) request.scheduledAt = this.now;
      }
    for (const batch of formed) this.create('stage arrival', batch);
  }

  private endBatch(batch: PlainBatch): void {
    const replica = this.replicas[batch.replica];
    batch.end = this.now;
    this.iterations++;
    if (this.keepBatches) this.batches.push(batch);
    batch.requests.forEach((request, i) => {
      request.processed += batch.tokens[i];
      if (request.processed === request.prefill) {
        request.prefilled = true;
        request.processed++;
        if (request.firstTokenAt === 0) request.firstTokenAt = this.now;
      }
      if (request.processed === request.prefill + request.decode) {
        request.completed = true;
        request.completedAt = this.now;
      }
    });
    for (const request of batch.requests)
      if (request.completed) this.free(replica, request);
      else replica.running.push(request);
    replica.inFlight--;
  }

  /** Seconds of one stage. */
  private duration(batch: PlainBatch): number {
    const { a, b, c, d } = this.config.coefficients;
    let all = 0; // N
    let context = 0; // K
    let product = 0; // P
    batch.requests.forEach((request, i) => {
      const tokens = batch.tokens[i];
      all += tokens;
      if (request.prefilled) context += request.processed;
      else product += tokens * (request.processed + tokens);
    });
    const base = this.config.timeModel === 'linear' ? a + b * all : Math.max(a, b * all);
    return Math.floor((base + c * context + d * product) / this.config.stages) * 1e-9;
  }

  // ---- blocks

  private freeBlocks(replica: PlainReplica): number {
    return this.config.blocks - replica.used;
  }

  private blocksOf(tokens: number): number {
    return Math.ceil(tokens / this.config.blockTokens);
  }

  private canAllocate(replica: PlainReplica, request: PlainRequest): boolean {
    if (request.blocks > 0) return this.freeBlocks(replica) >= 1;
    return this.freeBlocks(replica) - this.blocksOf(request.prefill) >= this.watermark;
  }

  private allocate(replica: PlainReplica, request: PlainRequest): void {
    if (request.blocks === 0) this.take(replica, request, this.blocksOf(request.prefill));
    else if (request.processed > request.blocks * this.config.blockTokens) this.take(replica, request, 1);
  }

  private take(replica: PlainReplica, request: PlainRequest, blocks: number): void {
    if (request.blocks === 0) replica.holders++;
    request.blocks += blocks;
    replica.used += blocks;
  }

  private free(replica: PlainReplica, request: PlainRequest): void {
    if (request.blocks > 0) replica.holders--;
    replica.used -= request.blocks;
    request.blocks = 0;
  }

  private evict(replica: PlainReplica, request: PlainRequest): void {
    const { prefill, decode, processed } = request;
    request.prefill = processed;
    request.decode = prefill + decode - processed;
    request.processed = 0;
    request.prefilled = false;
    request.completed = false;
    request.scheduled = false;
    request.restarts++;
    this.free(replica, request);
    replica.waiting.unshift(request);
  }

  /** One decode into the batch; evicts from the end of the running list until a block is free. */
  private admitDecode(replica: PlainReplica, request: PlainRequest, batch: PlainBatch): boolean {
    for (;;) {
      if (this.canAllocate(replica, request)) {
        this.allocate(replica, request);
        add(batch, request, 1);
        return true;
      }
      const victim = replica.running.pop();
      this.evict(replica, victim ?? request);
      if (!victim) return false;
    }
  }

  // ---- schedulers

  private formOrca(replica: PlainReplica, batch: PlainBatch): void {
    const { plannerMaxBatch, batchCap, maxTokens, blockTokens } = this.config;
    const most = Math.min(plannerMaxBatch, batchCap);
    const reserve = Math.floor(maxTokens / blockTokens);
    for (const request of replica.running.splice(0, most)) add(batch, request, 1);
    while (replica.waiting.length > 0 && batch.requests.length < most && this.freeBlocks(replica) >= reserve) {
      const request = replica.waiting.shift() as PlainRequest;
      this.take(replica, request, reserve);
      add(batch, request, request.prefill);
    }
  }

  private formVllm(replica: PlainReplica, batch: PlainBatch): void {
    let longest = 0;
    while (replica.waiting.length > 0) {
      const request = replica.waiting[0];
      longest = Math.max(longest, request.prefill);
      if (!this.canAllocate(replica, request)) break;
      if ((batch.requests.length + 1) * longest > this.config.maxBatchedTokens) break;
      if (replica.holders === this.config.batchCap || batch.requests.length === this.microBatch) break;
      replica.waiting.shift();
      this.allocate(replica, request);
      add(batch, request, request.prefill);
    }
    if (batch.requests.length > 0) return;
    replica.running.sort((a, b) => a.arrival - b.arrival);
    while (replica.running.length > 0 && batch.requests.length < this.microBatch)
      this.admitDecode(replica, replica.running.shift() as PlainRequest, batch);
  }

  private formSarathi(replica: PlainReplica, batch: PlainBatch): void {
    const { chunk, batchCap } = this.config;
    let used = 0; // tokens
    const nextTokens = (request: PlainRequest) =>
      Math.max(0, Math.min(request.prefill - request.processed, chunk - used));
    const aside: PlainRequest[] = [];
    while (replica.running.length > 0 && batch.requests.length < this.microBatch) {
      const request = replica.running.shift() as PlainRequest;
      if (!request.prefilled) aside.push(request);
      else if (this.admitDecode(replica, request, batch)) used++;
    }
    const skipped: PlainRequest[] = [];
    for (const request of aside) {
      const tokens = nextTokens(request);
      if (tokens === 0) skipped.push(request);
      else add(batch, request, tokens);
      used += tokens;
    }
    replica.running = [...skipped, ...replica.running].sort((a, b) => a.arrival - b.arrival);
    while (replica.waiting.length > 0) {
      const request = replica.waiting[0];
      if (replica.holders === batchCap || batch.requests.length === this.microBatch) break;
      if (!this.canAllocate(replica, request)) break;
      const tokens = nextTokens(request);
      if (tokens === 0) break;
      replica.waiting.shift();
      this.allocate(replica, request);
      add(batch, request, tokens);
      used += tokens;
    }
  }

  // ---- the heap

  private create(kind: PlainEvent['kind'], subject: PlainEvent['subject'], stage = 0, time = this.now): void {
    const { heap } = this;
    const entry = { time, number: this.created++, stage, kind, subject } as PlainEvent;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): PlainEvent | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function add(batch: PlainBatch, request: PlainRequest, tokens: number): void {
  batch.requests.push(request);
  batch.tokens.push(tokens);
}

function before(a: PlainEvent, b: PlainEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.number < b.number);
}
