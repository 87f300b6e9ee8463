// Lines below words, drawn by the browser itself (CSS Custom Highlight API): no element stands around the words, and
// nothing that is written in is touched.

const SEVERITIES = ["hint", "should", "must"];

function drawn(severity) {
  const name = `found-${severity}`;
  if (!CSS.highlights.has(name)) {
    CSS.highlights.set(name, Object.assign(new Highlight(), { priority: SEVERITIES.indexOf(severity) }));
  }
  return CSS.highlights.get(name);
}

export class Lines {
  ranges = [];

  // Pairs of severity and range, in place of those drawn before.
  draw(ranges) {
    for (const [severity, range] of this.ranges) drawn(severity).delete(range);
    this.ranges = ranges;
    for (const [severity, range] of ranges) drawn(severity).add(range);
  }
}

export function rangeOf(startContainer, startOffset, endContainer, endOffset) {
  return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
}
