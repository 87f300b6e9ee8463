// What pages do beyond what HTML does. Every page works without it.

import { Autosave } from "./autosave.js";
import { drop, dropAll, dropOthers, find } from "./copies.js";
import { startComments } from "./comments/comments.js";
import { fill, keepCopies } from "./comments/panel.js";
import { echoValues } from "./figures.js";

dropOthers();
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => dropAll());
// A link to a field leads to the field, whatever else is wrong on the page.
if (!window.location.hash) document.querySelector(".error-summary")?.focus();
// On a narrow screen the sections stand in a row that scrolls: the open one is shown.
document.querySelector(".section-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

for (const form of document.querySelectorAll("form[data-autosave]")) {
  echoValues(form);
  new Autosave(form).start();
}

const paper = document.querySelector("#paper[data-news]");
if (paper) startComments(paper);

// A comment's form on a page of its own: what was typed is there again after a reload.
for (const form of document.querySelectorAll("main > form[data-copy]")) {
  if (!document.querySelector(".error-summary")) fill(form, find(form.dataset.copy)?.values ?? {});
  keepCopies(form);
  form.addEventListener("submit", () => drop(form.dataset.copy));
}

// On the page of two texts a choice is made there; the browser's copy has done its work.
for (const choice of document.querySelectorAll("[data-decides]")) {
  choice.addEventListener(choice.matches("form") ? "submit" : "click", () => {
    for (const view of ["write", "fill"]) drop(`${choice.dataset.decides}:${view}`);
  });
}

// A menu closes when one looks elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.who[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") for (const menu of document.querySelectorAll("details.who[open]")) menu.open = false;
});
