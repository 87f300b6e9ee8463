// Copies of text that the server does not have yet, kept in this browser under the person and the place of the text.

import { person } from "./page.js";

const prefix = "copy";
const key = (place) => `${prefix}:${person}:${place}`;

// With the page that it was typed on. Whether it could be kept: the browser's store may be full or forbidden.
export function keep(place, copy) {
  const name = document.querySelector("h1")?.textContent.trim();
  try {
    localStorage.setItem(key(place), JSON.stringify({ at: Date.now(), page: window.location.pathname, name, ...copy }));
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

// This person's whose place begins like that, each with its place, oldest first.
export function under(start) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(key(start)))
      .map((name) => name.slice(key("").length))
      .map((place) => ({ ...find(place), place }))
      .filter(({ values }) => values)
      .sort((one, other) => one.at - other.at);
  } catch {
    return [];
  }
}

export function drop(place) {
  dropAll((name) => name === key(place));
}

// With those that came of it: the texts on the page of two texts are kept beside the one that was refused.
export function dropWithOthers(place) {
  dropAll((name) => name === key(place) || name.startsWith(`${key(place)}:`));
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
