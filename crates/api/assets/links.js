"use strict";
// The page behind every link that is sent by mail. The token stands in the fragment of the link, which no browser sends. It
// is kept here, taken out of the address bar and of the history, and sent once, in the body, when the button is pressed.

const part = (id) => document.getElementById(id);
const form = part("form");
const page = {
  "/links/verify-email": {
    title: "Verify your email",
    lead: "One click, and we know that this address is yours.",
    button: "Verify",
    route: "/v1/auth/verify-email",
    done: () => "Thank you: your address is verified. You may close this page.",
  },
  "/links/reset-password": {
    title: "Set a new password",
    lead: "Every device that is signed in will have to sign in again.",
    button: "Set the password",
    route: "/v1/auth/reset-password",
    fields: ["password"],
    done: () => "Your password is set. Sign in with it.",
  },
  "/links/change-email": {
    title: "Use this address",
    lead: "One click, and your account uses this address from now on.",
    button: "Use this address",
    route: "/v1/auth/change-email",
    done: () => "Your account uses this address now. You stay signed in.",
  },
  "/links/register": {
    title: "Register",
    lead: "You are invited. Choose a name and a password.",
    button: "Register",
    route: "/v1/auth/register",
    fields: ["email", "username", "password"],
    tokenAs: "invitation",
    done: () => "Welcome! You can sign in with your address and your password.",
  },
  "/links/sign-in": {
    title: "Sign in",
    lead: "This link signs you in, once.",
    button: "Sign in",
    route: "/v1/auth/magic-link/redeem",
    also: { session: "cookie" },
    done: ({ user, return_to }) => {
      // The server gives a path on this site. At the front door there may be nothing to see.
      if (return_to !== "/") location.replace(return_to);
      return "You are signed in as " + user.username + ".";
    },
  },
}[location.pathname];
const isNewcomer = page.tokenAs === "invitation";
/** The fields that are shown, in their order. */
const fields = [...(page.fields ?? [])];
let token = null;

function say(text) {
  const box = part("problem");
  box.textContent = text;
  box.hidden = !text;
  if (text) box.focus();
}

function show(name) {
  part(name + "-field").hidden = false;
  if (!fields.includes(name)) fields.push(name);
}

/** Shows what is wrong with a field at the field, and all else above. */
function showFaults(faults) {
  const at = Object.fromEntries(fields.map((name) => [name, []]));
  const rest = [];
  for (const { pointer, detail } of faults) (at[pointer.slice(1)] ?? rest).push(detail);
  say(rest.join("; "));
  for (const name of fields) {
    part(name + "-fault").textContent = at[name].join("; ");
    part(name).setAttribute("aria-invalid", String(at[name].length > 0));
  }
  const first = fields.find((name) => at[name].length > 0);
  if (first) part(first).focus();
  return faults.length > 0;
}

/** What is sent: the token, with what was typed. */
function body() {
  const typed = Object.fromEntries(fields.map((name) => [name, part(name).value]));
  return { ...typed, ...page.also, [page.tokenAs ?? "token"]: token };
}

async function send() {
  const answer = await fetch(page.route, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    body: JSON.stringify(body()),
  });
  if (answer.ok) {
    say("");
    part("said").textContent = page.done(answer.status === 200 ? await answer.json() : null);
    form.remove();
    part("lead").hidden = true;
    part("done").hidden = false;
    part("done").focus();
    return;
  }
  const problem = await answer.json().catch(() => ({}));
  if (problem.code === "second_factor_required") {
    say("");
    show("code");
    part("code").focus();
    return;
  }
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
  const given = new URLSearchParams(location.hash.slice(1));
  token = given.get("token") ?? token;
  if (isNewcomer) part("email").value = given.get("email") ?? part("email").value;
  history.replaceState(null, "", location.pathname);
  form.hidden = !token;
  say(token ? "" : "This link has no token. Open the whole link from the mail, up to the last character.");
}

document.title = page.title;
part("title").textContent = page.title;
part("lead").textContent = page.lead;
part("send").textContent = page.button;
fields.forEach(show);
if (isNewcomer) part("password-label").textContent = "Password";
// Whoever opens the page first and pastes the whole link then, changes nothing but the fragment.
window.addEventListener("hashchange", () => location.hash && begin());
begin();
