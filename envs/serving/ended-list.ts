/** Numbers of the requests that are over since somebody last looked; the list grows and is emptied, never shrinks. */
export class EndedList {
  count = 0;
  private numbers = new Int32Array(64);

  add(request: number): void {
    if (this.count === this.numbers.length) {
      const bigger = new Int32Array(2 * this.count);
      bigger.set(this.numbers);
      this.numbers = bigger;
    }
    this.numbers[this.count++] = request;
  }

  at(index: number): number {
    return this.numbers[index];
  }

  clear(): void {
    this.count = 0;
  }
}
