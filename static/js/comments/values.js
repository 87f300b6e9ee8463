// Values in the text are links, and no selection of words begins in a link: while one is pressed it is none. Pressed
// without selecting, it leads to its page.

export function startValues(paper) {
  paper.addEventListener("pointerdown", (event) => {
    const link = event.target.closest(".figure-link[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = link.getAttribute("href");
    const restore = () => link.setAttribute("href", address);
    const released = new AbortController();
    const { signal } = released;
    link.removeAttribute("href");
    const followed = () => {
      if (document.getSelection().isCollapsed) window.location.assign(address);
    };
    link.addEventListener("click", followed, { signal });
    for (const name of ["pointerup", "pointercancel"]) {
      // The click comes right after it, still on what is no link.
      window.addEventListener(name, () => setTimeout(() => [restore(), released.abort()]), { signal });
    }
  });
}
