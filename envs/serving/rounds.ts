/**
 * What may still be decided in the present round of migrations or scaling. In a round of migrations every instance with
 * a victim is asked once; staying counts as an answer. The round ends when all have answered, or with *wait*.
 */
import type { FleetConductor, Round } from './fleet/conductor.js';
import type { ServingSimulator } from './simulator.js';

export class Rounds {
  readonly fleet: FleetConductor;
  private readonly simulator: ServingSimulator;
  private readonly answered: Uint8Array; // [m] 1 = this source has been asked in this round

  constructor(simulator: ServingSimulator, fleet: FleetConductor) {
    this.simulator = simulator;
    this.fleet = fleet;
    this.answered = simulator.arena.uint8(simulator.specs.length);
  }

  get kind(): Round {
    return this.fleet.round;
  }

  /** Whether an instance is to be asked for its victim: there is one, and somebody could take it. */
  asks(source: number): boolean {
    const { migrations } = this.fleet;
    if (migrations === undefined || this.answered[source] === 1 || !migrations.canGive(source)) return false;
    const slot = migrations.victim(source);
    for (let i = 0; i < this.answered.length; i++) if (this.mayMigrate(slot, source, i)) return true;
    return false;
  }

  /** Request slot of the victim. */
  victim(source: number): number {
    return this.fleet.migrations?.victim(source) ?? -1;
  }

  /** Whether a request that has been prefilled may go on there. */
  maySend(slot: number, destination: number): boolean {
    return this.fleet.handovers?.canSend(slot, destination) === true;
  }

  mayMigrate(slot: number, source: number, destination: number): boolean {
    const { migrations } = this.fleet;
    return migrations?.canReceive(destination) === true && migrations.suits(slot, source, destination);
  }

  mayToggle(instance: number): boolean {
    return this.fleet.scaling?.canToggle(instance) === true;
  }

  /** The victim of `source` stays. */
  stay(source: number): void {
    this.answered[source] = 1;
    this.closeIfAnswered();
  }

  migrate(source: number, destination: number): void {
    this.answered[source] = 1;
    this.fleet.migrations?.start(source, destination);
    this.closeIfAnswered();
  }

  /** Starts or drains an instance; the round goes on, more may follow. */
  toggle(instance: number): void {
    this.fleet.toggle(instance);
    for (let i = 0; i < this.answered.length; i++) if (this.mayToggle(i)) return;
    this.close();
  }

  close(): void {
    this.answered.fill(0);
    if (this.simulator.roundOpen) this.fleet.closeRound();
  }

  private closeIfAnswered(): void {
    for (let source = 0; source < this.answered.length; source++) if (this.asks(source)) return;
    this.close();
  }
}
