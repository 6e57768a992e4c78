"use strict";
// The token stands in the fragment of the link, which no browser sends. It is kept here, taken out of the address bar
// and of the history, and sent once, in the body, when the button is pressed.

const part = (id) => document.getElementById(id);
const form = part("form");
let token = null;

function say(text) {
  const box = part("problem");
  box.textContent = text;
  box.hidden = !text;
  if (text) box.focus();
}

/** Shows what is wrong with the password at its field, and all else above. */
function showFaults(faults) {
  const rest = [];
  let atPassword = "";
  for (const { pointer, detail } of faults) {
    if (pointer === "/password" && part("password")) atPassword += (atPassword && "; ") + detail;
    else rest.push(detail);
  }
  if (part("password")) {
    part("password-fault").textContent = atPassword;
    if (atPassword) part("password").focus();
  }
  say(rest.join("; "));
  return faults.length > 0;
}

function show(answer) {
  if (part("token") && answer) {
    part("name").textContent = answer.user.username;
    part("token").textContent = answer.tokens.access_token;
  }
  form.remove();
  part("lead").hidden = true;
  part("done").hidden = false;
  part("done").focus();
}

async function send() {
  const body = { token };
  if (part("password")) body.password = part("password").value;
  const answer = await fetch(form.dataset.route, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "omit",
    body: JSON.stringify(body),
  });
  if (answer.ok) {
    say("");
    show(answer.status === 200 ? await answer.json() : null);
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
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await send();
  } catch {
    say("The server cannot be reached. Try again in a moment.");
  } finally {
    button.setAttribute("aria-disabled", "false");
  }
});

function begin() {
  token = new URLSearchParams(location.hash.slice(1)).get("token") ?? token;
  history.replaceState(null, "", location.pathname);
  form.hidden = !token;
  say(token ? "" : "This link has no token. Open the whole link from the mail, up to the last character.");
}

// Whoever opens the page first and pastes the whole link then, changes nothing but the fragment.
window.addEventListener("hashchange", () => location.hash && begin());
begin();
