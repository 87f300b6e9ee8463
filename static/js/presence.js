// Who else is here: an open page says now and then that it is looked at, and shows whom the site names.

import { token } from "./csrf.js";
import { person } from "./page.js";

const SETTLED = 3000; // who only passes by is not there
const EVERY = 30000;
const PATIENCE = 20000;

export function showPresence(place) {
  const say = async () => {
    if (document.hidden) return;
    const people = await ask(place).catch(() => null);
    if (people !== null && people !== place.dataset.people) show(place, people);
  };
  setTimeout(say, SETTLED);
  setInterval(say, EVERY);
  document.addEventListener("visibilitychange", say);
}

// Null where there is no answer of this site: what is shown stays.
async function ask({ dataset: { presence, section = "" } }) {
  const response = await fetch(presence, {
    method: "POST",
    body: new URLSearchParams({ section }),
    headers: { Accept: "application/json", "X-CSRFToken": token(), "X-Person": person },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const answer = response.ok ? await response.json() : {};
  return answer.to === presence ? answer.people : null;
}

function show(place, people) {
  place.dataset.people = people;
  place.hidden = !people.trim();
  const page = new DOMParser().parseFromString(people, "text/html");
  place.replaceChildren(...page.body.childNodes);
}
