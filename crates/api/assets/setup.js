"use strict";
// The token stands in the fragment of the link, which no browser sends. It is kept here, taken out of the address bar
// and of the history, and sent once, in the body.

const part = (id) => document.getElementById(id);
const form = part("form");
const fields = ["email", "username", "password"];
let token = null;

function say(text) {
  const box = part("problem");
  box.textContent = text;
  box.hidden = !text;
  if (text) box.focus();
}

function fault(field, text) {
  const input = part(field);
  part(field + "-fault").textContent = text;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/** Shows what is wrong at the fields; gives whether there was anything. */
function showFaults(faults) {
  const rest = [];
  const told = {};
  for (const { pointer, detail } of faults) {
    const field = fields.find((name) => pointer === "/" + name);
    if (field) told[field] = told[field] ? told[field] + "; " + detail : detail;
    else rest.push(detail);
  }
  for (const field of fields) fault(field, told[field] ?? "");
  say(rest.join("; "));
  const first = fields.find((field) => told[field]);
  if (first) part(first).focus();
  return faults.length > 0;
}

function missing() {
  return fields
    .filter((field) => part(field).value === "")
    .map((field) => ({ pointer: "/" + field, detail: "must not be empty" }));
}

async function send() {
  const body = { token };
  for (const field of fields) body[field] = part(field).value;
  const answer = await fetch("/v1/setup", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "omit",
    body: JSON.stringify(body),
  });
  if (answer.ok) {
    part("name").textContent = body.username;
    form.remove();
    part("lead").hidden = true;
    part("done").hidden = false;
    part("done").focus();
    return;
  }
  const problem = await answer.json().catch(() => ({}));
  if (!showFaults(problem.errors ?? [])) {
    say(problem.detail ?? "The server gave no answer that this page understands. Try again.");
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = part("send");
  if (button.getAttribute("aria-disabled") === "true" || showFaults(missing())) return;
  button.setAttribute("aria-disabled", "true");
  try {
    await send();
  } catch {
    say("The server cannot be reached. Check that it is running, and try again.");
  } finally {
    button.setAttribute("aria-disabled", "false");
  }
});

part("show").addEventListener("change", (event) => {
  part("password").type = event.target.checked ? "text" : "password";
});

function begin() {
  token = new URLSearchParams(location.hash.slice(1)).get("token") ?? token;
  history.replaceState(null, "", location.pathname);
  form.hidden = !token;
  if (token) {
    say("");
    part("email").focus();
  } else {
    say("This link has no token. Open the whole link that the server printed at its start, up to the last character.");
  }
}

// Whoever opens the page first and pastes the whole link then, changes nothing but the fragment.
window.addEventListener("hashchange", () => location.hash && begin());
begin();
