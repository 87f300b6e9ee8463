// What is typed, as its readers will see it: shown anew after each pause. Where the server does not answer with a
// preview, or what is typed is not complete, the last one stays.

const PAUSE = 600; // milliseconds
const PATIENCE = 10000;

export function previewWhileTyping(form) {
  const place = document.getElementById("preview");
  let waiting;
  let typed = 0;
  form.addEventListener("input", () => {
    typed += 1;
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE, typed);
  });

  async function show(asked) {
    const options = { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(form.dataset.preview, options).catch(() => null);
    const text = response?.ok && !response.redirected ? await response.text().catch(() => "") : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".outline-preview");
    if (!fresh || asked !== typed) return;
    place.querySelector(".outline-preview")?.remove();
    place.append(fresh);
    place.hidden = false;
  }
}
