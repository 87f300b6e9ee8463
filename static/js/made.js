// What is still being made when the page is answered comes into its place when it is ready.

import { Pauses } from "./pauses.js";

const PATIENCE = 20000;
const PACE = 3; // seconds, while the server answers that it is not ready; as the pages without a script ask

export function awaitMade(place) {
  const pauses = new Pauses();
  const again = (seconds) => setTimeout(ask, pauses.next(seconds));

  async function ask() {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(window.location.href, { signal }).catch(() => null);
    if (response?.status === 422 || response?.redirected) return window.location.reload(); // why it cannot be made
    const text = response?.ok && (await response.text().catch(() => null));
    const fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById(place.id);
    if (!fresh) return again();
    if (!fresh.querySelector("[data-being-made]")) return place.replaceChildren(...fresh.childNodes);
    pauses.reset();
    again(PACE);
  }

  again(PACE);
}
