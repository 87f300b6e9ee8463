// Copies of text that the server does not have yet, kept in this browser under the person and the place of the text.

import { person } from "./page.js";

const prefix = "copy";
const key = (place) => `${prefix}:${person}:${place}`;

// Whether it could be kept: the browser's store may be full or forbidden.
export function keep(place, copy) {
  try {
    localStorage.setItem(key(place), JSON.stringify({ at: Date.now(), ...copy }));
    return true;
  } catch {
    return false;
  }
}

export function find(place) {
  try {
    return JSON.parse(localStorage.getItem(key(place)));
  } catch {
    return null;
  }
}

// This person's whose place begins like that, each with its place.
export function under(start) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(key(start)))
      .map((name) => name.slice(key("").length))
      .map((place) => ({ ...find(place), place }))
      .filter(({ values }) => values);
  } catch {
    return [];
  }
}

export function drop(place) {
  dropAll((name) => name === key(place));
}

export function dropAll(unwanted = () => true) {
  try {
    Object.keys(localStorage)
      .filter((name) => name.startsWith(`${prefix}:`) && unwanted(name))
      .forEach((name) => localStorage.removeItem(name));
  } catch {
    // a forbidden store has none
  }
}

// Somebody else signed in on this machine: the words of the one before are not theirs to see.
export const dropOthers = () => person && dropAll((name) => !name.startsWith(key("")));
