// How long to wait before trying again: longer each time, never the same for all pages that lost their server at once.

const FIRST = 2000;
const LONGEST = 60000;

export class Pauses {
  tried = 0;

  // Milliseconds; never less than the seconds that the other side asked for.
  next(asked = 0) {
    const grown = Math.min(FIRST * 2 ** this.tried, LONGEST);
    this.tried += 1;
    return Math.max(asked * 1000, grown * (0.75 + Math.random() / 2));
  }

  reset() {
    this.tried = 0;
  }
}
