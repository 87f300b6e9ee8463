// What pages do beyond what HTML does. Every page works without it.

import { Autosave } from "./autosave/autosave.js";
import { startComments } from "./comments/comments.js";
import { chooseWords } from "./choosing.js";
import { dropOthers, dropWithOthers } from "./copies.js";
import { countWhileTyping } from "./count.js";
import { refreshForms } from "./csrf.js";
import { echoValues } from "./figures.js";
import { showLeftovers } from "./leftovers.js";
import { awaitMade } from "./made.js";
import { markWords } from "./marks/marks.js";
import { goToParagraph, goToPassage, goToWords, leadBack, leadToParagraphs } from "./passage.js";
import { startPageForm } from "./pageform.js";
import { usePasskeys } from "./passkey.js";
import { showPresence } from "./presence.js";
import { previewWhileTyping } from "./preview.js";
import { guardSignOut } from "./signout.js";

dropOthers();
// A link to a field leads to the field, whatever else is wrong on the page.
if (!window.location.hash) document.querySelector(".error-summary")?.focus();
// On a narrow screen the sections, and the pages of a round, stand in a row that scrolls: the open one is shown.
// Not by scrollIntoView: the first Tab would go on from there and pass by the link to the content.
const here = document.querySelector(":is(.section-nav, .tabs) [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;

const saved = [...document.querySelectorAll("form[data-autosave]")].map((form) => {
  echoValues(form);
  countWhileTyping(form);
  markWords(form);
  const autosave = new Autosave(form);
  autosave.start();
  return autosave;
});

const saveAll = () => Promise.all(saved.map((autosave) => autosave.save()));
for (const form of document.querySelectorAll("form[data-sign-out]")) guardSignOut(form, saveAll);

const paper = document.querySelector("#paper");
if (paper?.dataset.news) startComments(paper);
if (paper) leadToParagraphs(paper);
if (paper) goToParagraph(paper);

const body = document.querySelector("#section-form textarea[name=body]");
const readHere = document.querySelector("[data-read-here]");
if (body) goToPassage(body);
if (body) goToWords(body.form);
if (body && readHere) leadBack(readHere, body);

for (const form of document.querySelectorAll("main form[data-copy]")) startPageForm(form);

// On the page of two texts the saved one is kept: the browser's copy of the other has done its work.
for (const choice of document.querySelectorAll("a[data-decides]")) {
  choice.addEventListener("click", () => dropWithOthers(choice.dataset.decides));
}

const choosable = document.querySelectorAll("[data-choose-for]");
if (choosable.length) chooseWords(choosable);

// Another tab may have signed in meanwhile, and has another token since.
for (const form of document.querySelectorAll("form[data-again]")) form.addEventListener("submit", refreshForms);

for (const form of document.querySelectorAll("form[data-passkey]")) usePasskeys(form);

for (const form of document.querySelectorAll("form[data-preview]")) previewWhileTyping(form);

for (const place of document.querySelectorAll("[data-presence]")) showPresence(place);

for (const place of document.querySelectorAll("[data-leftovers]")) showLeftovers(place);

const made = document.querySelector("#made:has([data-being-made])");
if (made) awaitMade(made);

// Ctrl+Enter sends the words that one is writing. A section is saved by itself, and with Ctrl+S.
document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (!sends || !event.target.matches("form[data-copy] textarea")) return;
  event.preventDefault();
  const { form } = event.target;
  form.requestSubmit(form.querySelector("button:not([type=button])"));
});

// A menu closes when one looks elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.who[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") for (const menu of document.querySelectorAll("details.who[open]")) menu.open = false;
});
