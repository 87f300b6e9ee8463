// Django's token against forged posts. It changes at sign-in, so it is read when needed.

export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

export function refreshForms() {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token()));
}
