// The line that says whether what was typed is stored.

export class State {
  constructor(form) {
    this.place = form.querySelector(".save-state") ?? document.getElementById("save-state");
  }

  get isBad() {
    return this.place.classList.contains("bad");
  }

  say(...parts) {
    this.place.replaceChildren(...parts);
    this.place.classList.remove("bad");
  }

  complain(...parts) {
    this.place.replaceChildren(...parts);
    this.place.classList.add("bad");
  }
}
