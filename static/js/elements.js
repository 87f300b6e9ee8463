// Small pieces of pages that scripts make.

export function button(label, action, className = "btn btn-outline-secondary btn-sm") {
  const made = Object.assign(document.createElement("button"), { type: "button", className, textContent: label });
  made.addEventListener("click", action);
  return made;
}

export function notice(role, ...parts) {
  const made = Object.assign(document.createElement("div"), { className: "notice notice-warning" });
  made.setAttribute("role", role);
  made.append(...parts);
  return made;
}
