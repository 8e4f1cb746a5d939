/** Ledgers made by hand: requests with given times, in ns, pass through a request table into a ledger. */
import type { Ledger } from '../../../envs/serving/ledger.js';
import type { RequestTable } from '../../../envs/serving/requests.js';

export interface WrittenOutcome {
  readonly number: number;
  readonly arrival: number;
  readonly scheduledAt?: number;
  readonly firstTokenAt?: number; // absent = not yet
  readonly finishedAt?: number; // absent = unfinished; NaN = rejected
  readonly prompt?: number;
  readonly output?: number;
  readonly outputsSoFar?: number;
  readonly sloClass?: number;
  readonly tenant?: number;
  readonly priority?: number;
  readonly preemptions?: number;
  readonly lostTime?: number;
  readonly migrations?: number;
  readonly downtime?: number;
  readonly largestGap?: number;
  readonly cachedTokens?: number;
}

/** Writes the outcomes into the ledger; unfinished requests stay in the table. */
export function writeOutcomes(ledger: Ledger, table: RequestTable, outcomes: readonly WrittenOutcome[]): void {
  for (const each of outcomes) {
    const slot = table.take();
    const prompt = each.prompt ?? 100;
    table.number[slot] = each.number;
    table.arrival[slot] = each.arrival;
    table.promptTokens[slot] = prompt;
    table.target[slot] = prompt;
    table.total[slot] = prompt + (each.output ?? 11);
    table.priority[slot] = each.priority ?? 0;
    table.tenant[slot] = each.tenant ?? 0;
    table.sloClass[slot] = each.sloClass ?? 0;
    table.scheduledAt[slot] = each.scheduledAt ?? each.arrival;
    table.firstTokenAt[slot] = each.firstTokenAt ?? -1;
    table.lastTokenAt[slot] = each.firstTokenAt ?? -1;
    table.preemptions[slot] = each.preemptions ?? 0;
    table.lostTime[slot] = each.lostTime ?? 0;
    table.migrations[slot] = each.migrations ?? 0;
    table.downtime[slot] = each.downtime ?? 0;
    table.largestGap[slot] = each.largestGap ?? 0;
    table.cachedTokens[slot] = each.cachedTokens ?? 0;
    if (each.outputsSoFar !== undefined) {
      table.prefilled[slot] = 1;
      table.done[slot] = prompt + each.outputsSoFar;
    }
    if (each.finishedAt === undefined) continue;
    if (Number.isNaN(each.finishedAt)) ledger.reject(table, slot);
    else ledger.finish(table, slot, each.finishedAt);
    table.release(slot);
  }
}
