// Posts the token of the link, and says what came of it.
const form = document.querySelector("form");
const said = document.getElementById("said");
const token = new URLSearchParams(location.hash.slice(1)).get("token");

// The token is not to stay in the address bar or in the history.
history.replaceState(null, "", location.pathname);

function say(text) {
  said.textContent = text;
}

async function explain(response) {
  const problem = await response.json().catch(() => ({}));
  const field = problem.errors?.[0]?.message;
  return field ?? problem.detail ?? "That did not work. Try again in a moment.";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const body = { ...Object.fromEntries(new FormData(form)), token };
  try {
    const response = await fetch(form.dataset.post, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) {
      form.hidden = true;
      say(form.dataset.done);
    } else {
      say(await explain(response));
    }
  } catch {
    say("The service cannot be reached. Try again in a moment.");
  }
  button.disabled = false;
});

if (!token) {
  form.hidden = true;
  say("This link is not complete. Copy the whole of it from the mail.");
}
