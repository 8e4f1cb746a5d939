/** Floor division of doubles as Python's `//` has it: a plain quotient may round up to the next whole number. */

/** Floor of a quotient of doubles by way of the remainder, which is exact; `divisor` > 0. */
export function floorQuotient(value: number, divisor: number): number {
  let remainder = value % divisor;
  let quotient = (value - remainder) / divisor;
  if (remainder < 0) {
    remainder += divisor;
    quotient -= 1;
  }
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
