import { describe, expect, test } from 'vitest';
import {
  LEDGER_COLUMNS,
  Ledger,
  OUTCOME_COMPLETED,
  OUTCOME_OPEN,
  OUTCOME_REJECTED,
} from '../../../envs/serving/ledger.js';
import { RequestTable } from '../../../envs/serving/requests.js';
import { type WrittenOutcome, writeOutcomes } from './written-ledger.js';

function many(first: number, count: number): WrittenOutcome[] {
  return Array.from({ length: count }, (_, i) => ({
    number: first + i,
    arrival: 1000 * i,
    firstTokenAt: 1000 * i + 300,
    finishedAt: i % 7 === 0 ? Number.NaN : 1000 * i + 5000,
  }));
}

/** Every column of the rows in use, as plain lists. */
function rowsOf(ledger: Ledger) {
  return LEDGER_COLUMNS.map((name) => [name, [...ledger[name].subarray(0, ledger.rows)]]);
}

describe('rows', () => {
  test('outcomes stand at the number of the request, whatever the order', () => {
    const ledger = new Ledger(1);
    const table = new RequestTable(2);
    writeOutcomes(ledger, table, [
      { number: 3, arrival: 5, firstTokenAt: 8, finishedAt: 30, output: 4 },
      { number: 1, arrival: 2, finishedAt: Number.NaN },
    ]);
    expect([...ledger.outcome.subarray(0, ledger.rows)]).toEqual([
      OUTCOME_OPEN,
      OUTCOME_REJECTED,
      OUTCOME_OPEN,
      OUTCOME_COMPLETED,
    ]);
    expect([ledger.finishedAt[3], ledger.firstTokenAt[3], ledger.outputTokens[3]]).toEqual([30, 8, 4]);
    expect([ledger.completed, ledger.rejected, ledger.rows]).toEqual([1, 1, 4]);
  });

  test('a cleared ledger knows nothing', () => {
    const ledger = new Ledger(1);
    writeOutcomes(ledger, new RequestTable(), many(0, 50));
    ledger.clear();
    expect([ledger.completed, ledger.rejected, ledger.rows]).toEqual([0, 0, 0]);
    expect(ledger.outcome.every((outcome) => outcome === OUTCOME_OPEN)).toBe(true);
  });

  test('a snapshot has the rows in use and brings them back', () => {
    const ledger = new Ledger(1);
    const table = new RequestTable();
    writeOutcomes(ledger, table, many(0, 100));
    ledger.gaps.add(0, 1234, 5);
    const saved = structuredClone(ledger.snapshot());
    const before = rowsOf(ledger);
    expect(saved.columns.every((column) => column.length === 100)).toBe(true);
    writeOutcomes(ledger, table, many(100, 2000));
    ledger.gaps.add(0, 99);
    ledger.restore(saved);
    expect(rowsOf(ledger)).toEqual(before);
    expect(ledger.outcome.subarray(100).every((outcome) => outcome === OUTCOME_OPEN)).toBe(true);
    expect(ledger.gaps.total()).toBe(5);
    const other = new Ledger(1);
    other.restore(saved);
    expect(rowsOf(other)).toEqual(before);
  });
});

describe('summary', () => {
  test('no row is kept, however many requests pass', () => {
    const ledger = new Ledger(1, { keep: 'summary' });
    const table = new RequestTable();
    writeOutcomes(ledger, table, many(0, 3000));
    expect([ledger.rows, ledger.outcome.length]).toEqual([0, 0]);
    expect(ledger.completed + ledger.rejected).toBe(3000);
    expect(table.capacity).toBe(256);
  });

  test('a snapshot brings sums and histograms back', () => {
    const ledger = new Ledger(2, { keep: 'summary' });
    const table = new RequestTable();
    writeOutcomes(ledger, table, many(0, 100));
    const saved = structuredClone(ledger.snapshot());
    writeOutcomes(ledger, table, many(100, 300));
    ledger.restore(saved);
    expect(ledger.snapshot()).toEqual(saved);
    expect(ledger.totals!.sum('completed', [0, 1, 2, 3])).toBe(ledger.completed);
  });
});
