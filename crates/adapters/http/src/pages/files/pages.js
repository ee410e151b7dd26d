// The token of the link stands in the fragment, which a browser sends to nobody. It goes into the
// form, so that the visitor need not paste the link, and out of the address bar and the history.
const link = document.getElementById("link");

function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token && link) {
    link.value = token;
    document.getElementById("link-field").hidden = true;
    history.replaceState(null, "", location.pathname);
  }
}

takeToken();
addEventListener("hashchange", takeToken);

// A second press before the answer is there would only say that the link was used.
let sent = false;
document.querySelector("form").addEventListener("submit", (event) => {
  if (sent) {
    event.preventDefault();
  }
  sent = true;
});
addEventListener("pageshow", () => {
  sent = false;
});
