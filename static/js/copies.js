// Copies of text that the server does not have yet, kept in this browser under the person and the section.

const prefix = "copy";
const user = document.body.dataset.user;

const key = (place) => `${prefix}:${user}:${place}`;

export function keep(place, copy) {
  try {
    localStorage.setItem(key(place), JSON.stringify({ at: Date.now(), ...copy }));
  } catch {
    // A full or forbidden store: the text is still in the page, and saved from there.
  }
}

export function find(place) {
  try {
    return JSON.parse(localStorage.getItem(key(place)));
  } catch {
    return null;
  }
}

// Every copy of this person's.
export const all = () =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(key("")))
    .map((name) => find(name.slice(key("").length)))
    .filter(Boolean);

export function drop(place) {
  localStorage.removeItem(key(place));
}

export function dropAll(unwanted = () => true) {
  Object.keys(localStorage)
    .filter((name) => name.startsWith(`${prefix}:`) && unwanted(name))
    .forEach((name) => localStorage.removeItem(name));
}

// Somebody else signed in on this machine: the words of the one before are not theirs to see.
export const dropOthers = () => user && dropAll((name) => !name.startsWith(`${prefix}:${user}:`));
