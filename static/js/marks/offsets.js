// Places of words in a text that goes on changing.

// The server counts characters, a browser in halves of the rare ones.
export function inUnits(text, marks) {
  if (!/[\u{10000}-\u{10ffff}]/u.test(text)) return marks;
  const units = [0];
  for (const character of text) units.push(units.at(-1) + character.length);
  return marks.map((mark) => ({ ...mark, start: units[mark.start], end: units[mark.end] }));
}

// Where two texts differ: from `start` to `end` of the first one, by how much what follows has moved.
export function changeBetween(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const shift = after.length - before.length;
  let end = before.length;
  const least = start + Math.max(-shift, 0);
  while (end > least && before.charCodeAt(end - 1) === after.charCodeAt(end + shift - 1)) end -= 1;
  return { start, end, shift };
}

// Marks before a change stay, those after it move; words that were changed are not those that were marked.
export function moveMarks(marks, before, after) {
  if (before === after) return marks;
  const { start, end, shift } = changeBetween(before, after);
  return marks
    .filter((mark) => mark.end <= start || mark.start >= end)
    .map((mark) => (mark.end <= start ? mark : { ...mark, start: mark.start + shift, end: mark.end + shift }));
}
