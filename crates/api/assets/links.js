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
    hasPassword: true,
    done: () => "Your password is set. Sign in with it.",
  },
  "/links/sign-in": {
    title: "Sign in",
    lead: "This link signs you in, once.",
    button: "Sign in",
    route: "/v1/auth/magic-link/redeem",
    with: { session: "cookie" },
    done: ({ user, return_to }) => {
      // What the server gives is a path on this site; the front door may have nothing to show.
      if (return_to !== "/") location.replace(return_to);
      return "You are signed in as " + user.username + ".";
    },
  },
}[location.pathname];
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
    if (pointer === "/password") atPassword += (atPassword && "; ") + detail;
    else rest.push(detail);
  }
  part("password-fault").textContent = atPassword;
  if (atPassword) part("password").focus();
  say(rest.join("; "));
  return faults.length > 0;
}

async function send() {
  const body = { token, ...page.with };
  if (page.hasPassword) body.password = part("password").value;
  if (!part("second-factor").hidden) body.code = part("code").value;
  const answer = await fetch(page.route, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    body: JSON.stringify(body),
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
    part("second-factor").hidden = false;
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
  token = new URLSearchParams(location.hash.slice(1)).get("token") ?? token;
  history.replaceState(null, "", location.pathname);
  form.hidden = !token;
  say(token ? "" : "This link has no token. Open the whole link from the mail, up to the last character.");
}

document.title = page.title;
part("title").textContent = page.title;
part("lead").textContent = page.lead;
part("send").textContent = page.button;
part("new-password").hidden = !page.hasPassword;
// Whoever opens the page first and pastes the whole link then, changes nothing but the fragment.
window.addEventListener("hashchange", () => location.hash && begin());
begin();
