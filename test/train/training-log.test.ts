import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrainingLog, splitTimings, type TrainingLine, TrainingLog } from '../../src/train/training-log.js';
import { workspace } from './workspace.js';

const folder = workspace();

function line(iteration: number): TrainingLine {
  return {
    iteration,
    decisions: 10 * iteration,
    report: { 'losses/loss': Number.NaN, x: Number.POSITIVE_INFINITY },
    time: { at: 1 },
  };
}

describe('the training log', () => {
  it('brings numbers back that JSON has no numeral for', () => {
    const path = folder();
    const log = TrainingLog.create(path);
    log.append(line(0));
    log.close();
    expect(readTrainingLog(join(path, 'log.jsonl'))).toEqual([line(0)]);
  });

  it('is cut behind the iteration from which a run goes on', () => {
    const path = folder();
    const file = join(path, 'log.jsonl');
    const log = TrainingLog.create(path);
    for (const iteration of [0, 1, 2, 3]) log.append(line(iteration));
    log.close();
    appendFileSync(file, '{"iteration":4,"deci');
    const again = TrainingLog.resume(path, 2);
    again.append(line(3));
    again.close();
    expect(readTrainingLog(file)).toEqual([0, 1, 2, 3].map(line));
  });

  it('refuses to go on where lines are missing or are none', () => {
    const path = folder();
    const file = join(path, 'log.jsonl');
    const log = TrainingLog.create(path);
    log.append(line(0));
    log.append(line(2));
    log.close();
    expect(() => TrainingLog.resume(path, 2)).toThrow(/log\.jsonl: the lines of iterations 0 … 2 are not all there/);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}no json\n`);
    expect(() => readTrainingLog(file)).toThrow(/log\.jsonl:3: not a line of JSON/);
    writeFileSync(file, `${text}{"iteration":"three"}\n`);
    expect(() => readTrainingLog(file)).toThrow(/log\.jsonl:3: not a line of a training log \(iteration: /);
  });

  it('tells what the machine does from what the run determines', () => {
    expect(splitTimings({ 'charts/SPS': 1, 'time/fps': 2, 'losses/loss': 3, 'charts/SPSX': 4 })).toEqual({
      report: { 'losses/loss': 3, 'charts/SPSX': 4 },
      timings: { 'charts/SPS': 1, 'time/fps': 2 },
    });
  });
});
