import { describe, expect, it } from 'vitest';
import {
  formatChange,
  formatDuration,
  formatInterval,
  formatNumber,
  formatProbability,
  formatScore,
} from '../../../src/report/quantity.js';

describe('numbers for people', () => {
  it.for([
    [0, '0'],
    [12, '12'],
    [1234567, '1 234 567'],
    [1.23456, '1.235'],
    [-0.012345, '−0.01235'],
    [123.456, '123.5'],
    [98765.4321, '98 765'],
    [1e-7, '1.000e-7'],
    [3.2e12, '3.200e+12'],
    [Number.NaN, '–'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ] as const)('%d → %s', ([value, text]) => {
    expect(formatNumber(value).replace(/\u202f/g, ' ')).toBe(text);
  });

  it('show changes with their sign, scores with three decimals, intervals with both ends', () => {
    expect([formatChange(2), formatChange(-2), formatChange(0)]).toEqual(['+2', '−2', '0']);
    expect([formatScore(1), formatScore(-0.0001), formatScore(-1.5), formatScore(Number.NaN)]).toEqual([
      '1.000',
      '0.000',
      '−1.500',
      '–',
    ]);
    expect(formatInterval({ lower: 1, upper: 2.5 })).toBe('[1, 2.500]');
    expect(formatInterval(undefined)).toBe('–');
  });

  it('show probabilities and durations', () => {
    expect([formatProbability(0.04321), formatProbability(1e-5)]).toEqual(['0.043', '< 0.001']);
    expect([formatDuration(4.234), formatDuration(200)]).toEqual(['4.23 s', '3 min 20 s']);
  });
});
