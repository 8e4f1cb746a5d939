/** Lazy integration of energy and temperature against small steps, additivity, and what idle time costs. */
import { describe, expect, it } from 'vitest';
import { parseSocConfig } from '../../../envs/soc/config.js';
import { EnergyMeter, powerIsOn } from '../../../envs/soc/energy.js';
import { compileModel } from '../../../envs/soc/model.js';
import { dynamicWatts, leakageAmpere, leakageShare, POWER_CONSTANTS, powerProfile } from '../../../envs/soc/power.js';
import { hottest, thermalModel, thermalStep } from '../../../envs/soc/thermal.js';
import { createRng } from '../../../src/rng.js';
import { Arena } from '../../../src/sim/arena.js';

const config = parseSocConfig({
  platform: 'ds3-accelerators',
  jobs: [{ template: 'wifi-tx' }],
  arrival: { process: 'poisson', meanInterval: 100 },
  episode: { jobs: 1 },
});
const model = compileModel(config);

/** The same chip in steps of one microsecond; leakage follows the temperature at every step of the recurrence. */
class SmallSteps {
  readonly celsius = new Float64Array(5).fill(42);
  joule = 0;
  peak = 42;
  readonly busy = new Set<number>();
  private readonly thermal = thermalModel(model.platform);
  private readonly profiles = model.clusters.map(powerProfile);
  private readonly sums = new Float64Array(this.thermal.sources); // joule since the last temperature
  private time = 0;

  run(until: number): void {
    while (this.time < until) {
      this.tick();
      this.time++;
      if (this.time % 20 === 0) this.warm();
    }
  }

  private tick(): void {
    this.sums[0] += POWER_CONSTANTS.memoryWatts * 1e-6;
    this.sums[1] += POWER_CONSTANTS.gpuWatts * 1e-6;
    this.joule += (POWER_CONSTANTS.memoryWatts + POWER_CONSTANTS.gpuWatts) * 1e-6;
    const ampere = leakageAmpere(hottest(this.celsius));
    model.clusters.forEach((cluster, c) => {
      const point = cluster.operatingPoints.at(-1)!;
      const volts = point.millivolts / 1000;
      const leakage = volts * ampere * leakageShare(cluster.type, false);
      const n = cluster.processors.filter((id) => this.busy.has(model.processorId.indexOf(id))).length;
      const dynamic =
        n === 0 ? 0 : dynamicWatts(this.profiles[c], { megahertz: point.megahertz, volts }, n, leakage) * n;
      this.sums[2 + c] += (leakage * cluster.processors.length + dynamic) * 1e-6;
      this.joule += (leakage * cluster.processors.length + dynamic) * 1e-6;
    });
  }

  private warm(): void {
    const next = new Float64Array(5);
    thermalStep(
      this.thermal,
      this.celsius,
      this.sums.map((joule) => joule / 20e-6),
      next,
    );
    this.celsius.set(next);
    this.sums.fill(0);
    this.peak = Math.max(this.peak, hottest(next));
  }
}

function meter(): EnergyMeter {
  return new EnergyMeter(model, config, new Arena());
}

describe('energy and temperature', () => {
  it('are on where the platform is calibrated, and refused where it is not', () => {
    expect(powerIsOn(model, config)).toBe(true);
    const plain = parseSocConfig({ ...config, platform: 'socrates-top', jobs: [{ template: 'top-1' }] });
    expect(powerIsOn(compileModel(plain), plain)).toBe(false);
    const wanted = { ...plain, power: { ...plain.power, enabled: true } };
    expect(() => powerIsOn(compileModel(plain), wanted)).toThrow(/"socrates-top" has no calibrated power/);
  });

  it('agree with small steps to 0.1 % and 0.1 K over a busy and an idle stretch', () => {
    const lazy = meter();
    const steps = new SmallSteps();
    const rng = createRng(5);
    let time = 0;
    for (let event = 0; event < 1500; event++) {
      time += event === 700 ? 15_000 : rng.integer(40);
      steps.run(time);
      const p = rng.integer(model.processorCount);
      if (steps.busy.has(p)) {
        steps.busy.delete(p);
        lazy.finish(p, time);
      } else {
        steps.busy.add(p);
        lazy.begin(p, time);
      }
    }
    expect(lazy.total / steps.joule).toBeCloseTo(1, 3);
    expect(Math.abs(lazy.temperature - hottest(steps.celsius))).toBeLessThan(0.1);
    expect(Math.abs(lazy.peakTemperature - steps.peak)).toBeLessThan(0.1);
    let sum = lazy.uncore;
    for (let p = 0; p < model.processorCount; p++) sum += lazy.ofProcessor(p);
    expect(sum / lazy.total).toBeCloseTo(1, 9);
  });

  it('settle where the recurrence settles, however long the idle time, at a bounded cost', () => {
    const lazy = meter();
    lazy.begin(4, 0);
    lazy.finish(4, 20_000);
    const hot = lazy.temperature;
    lazy.advance(3.6e9); // an hour of idle time
    expect(lazy.temperature).toBeLessThan(hot);
    const thermal = thermalModel(model.platform);
    const celsius = Float64Array.from({ length: 5 }, () => 42);
    const next = new Float64Array(5);
    for (let step = 0; step < 30_000; step++) {
      const ampere = leakageAmpere(hottest(celsius));
      const watts = new Float64Array(thermal.sources);
      watts[0] = POWER_CONSTANTS.memoryWatts;
      watts[1] = POWER_CONSTANTS.gpuWatts;
      model.clusters.forEach(({ type, processors, operatingPoints }, c) => {
        watts[2 + c] =
          (operatingPoints.at(-1)!.millivolts / 1000) * ampere * leakageShare(type, false) * processors.length;
      });
      thermalStep(thermal, celsius, watts, next);
      celsius.set(next);
    }
    expect(lazy.temperature).toBeCloseTo(hottest(celsius), 2);
  });

  it('lets accelerators leak only where asked to', () => {
    const asBig = new EnergyMeter(
      model,
      { ...config, power: { ...config.power, acceleratorLeakage: 'as-big' } },
      new Arena(),
    );
    const none = meter();
    asBig.advance(1000);
    none.advance(1000);
    const accelerator = model.processorNames.indexOf('FFT.0');
    expect(none.ofProcessor(accelerator)).toBe(0);
    expect(asBig.ofProcessor(accelerator)).toBeGreaterThan(0);
  });
});
