// The blanks of a section as fields: new ones appear, gone ones leave, those in use are never touched.

export function patchFigures(form, html) {
  const place = form.querySelector("[data-figures]");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-figures]");
  const rows = place?.querySelector("tbody");
  const freshRows = [...(fresh?.querySelectorAll("tr[data-label]") ?? [])];
  if (!rows || !freshRows.length) return place?.replaceChildren(...(fresh?.childNodes ?? []));
  const [unplaced, freshUnplaced] = [place, fresh].map((one) => one.querySelector("[data-unplaced]"));
  if (unplaced.innerHTML !== freshUnplaced.innerHTML) unplaced.replaceChildren(...freshUnplaced.childNodes);
  const fieldOf = (row) => row.querySelector("input.figure")?.name;
  const wanted = new Set(freshRows.map(fieldOf));
  for (const row of [...rows.children]) {
    if (!wanted.has(fieldOf(row)) && !row.contains(document.activeElement)) row.remove();
  }
  const present = new Map([...rows.children].map((row) => [fieldOf(row), row]));
  let last = null;
  for (const row of freshRows) {
    const own = present.get(fieldOf(row)) ?? row;
    if (own.dataset.label !== row.dataset.label) rename(own, row);
    if (!own.contains(document.activeElement) && own !== (last ? last.nextElementSibling : rows.firstElementChild)) {
      last ? last.after(own) : rows.prepend(own);
    }
    last = own;
  }
  return undefined;
}

// A figure under another label: the field stays, for somebody may be typing in it.
function rename(own, row) {
  own.dataset.label = row.dataset.label;
  const kept = own.querySelector("input.figure").closest("td");
  for (const [number, cell] of [...own.cells].entries()) {
    if (cell !== kept) cell.replaceWith(row.cells[number].cloneNode(true));
  }
}

// What the checks say of the words stands beside the text: the field that is written in is not touched.
export function showWords(html) {
  const place = document.querySelector("[data-words]");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-words]");
  if (place && fresh && place.innerHTML !== fresh.innerHTML) place.replaceChildren(...fresh.childNodes);
}

export function showErrors(form, errors) {
  for (const field of form.querySelectorAll("input.figure")) showError(field, errors[field.name]);
}

// The same marks as the server's template makes.
function showError(field, message) {
  const id = `${field.id}-error`;
  document.getElementById(id)?.remove();
  field.classList.toggle("is-invalid", Boolean(message));
  const reason = field.form.elements[field.name.replace("figure-", "reason-")];
  if (reason && message) reason.hidden = false; // of a figure that is taken from a ledger
  if (message) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    const error = Object.assign(document.createElement("div"), { id, className: "err", textContent: message });
    field.parentElement.append(error);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    forget(field);
  }
}

// The summary at the top of the page lists what was wrong when the page was opened.
function forget(field) {
  const summary = document.querySelector(".error-summary");
  summary?.querySelector(`a[href="#${field.id}"]`)?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

// A label used twice is filled once: its other places repeat the value.
export function echoValues(form) {
  form.addEventListener("input", ({ target }) => {
    for (const output of document.querySelectorAll(`output[data-echo="${target.id}"]`)) {
      output.textContent = target.value || target.getAttribute("aria-label");
      output.classList.toggle("chip-empty", !target.value);
    }
  });
}
