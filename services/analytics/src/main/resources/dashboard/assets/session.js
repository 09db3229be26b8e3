import { $, h, keep, kept, say } from "./dom.js";

const TOKEN = "wattflow-token";
/** "asking" on the page: there is nothing to show before somebody says whose energy. */
const asking = document.documentElement.classList;
const USER = /^[0-9]{1,19}$/;

/** The claims of a JWT, unverified: the service verifies it, the page only wants to know whose it is. */
function claims(token) {
  const body = token.split(".")[1];
  if (!body) return null;
  try {
    const bytes = Uint8Array.from(atob(body.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    // A user_id of more than 53 bits would be rounded by JSON.parse, so its digits are kept as text.
    const text = new TextDecoder().decode(bytes).replace(/("user_id"\s*:\s*)([0-9]+)/, '$1"$2"');
    return JSON.parse(text);
  } catch (e) {
    if (e instanceof SyntaxError || e instanceof DOMException) return null;
    throw e;
  }
}

/** Whose data a token opens, as it says itself; null where it does not say. */
function userOf(token) {
  const user = token === null ? "" : String(claims(token)?.user_id ?? "");
  return USER.test(user) ? user : null;
}

/**
 * Who is asked for, and with which token. The token is kept in this tab's storage, the user's number in the address, so
 * that a page can be found again.
 */
export class Session {
  #onChange;

  /** @param {() => void} onChange called when the user or the token is another, not for the first ones */
  constructor(onChange) {
    this.#onChange = onChange;
    this.token = kept("sessionStorage", TOKEN);
    const asked = new URLSearchParams(location.search).get("user") ?? "";
    this.user = userOf(this.token) ?? (USER.test(asked) ? asked : null);
    $("account").addEventListener("click", () => {
      if (!asking.contains("asking")) this.#toggle(!$("session").classList.contains("open"));
    });
    $("forget").addEventListener("click", () => this.#forget());
    $("user").addEventListener("input", () => $("user").setCustomValidity(""));
    $("token").addEventListener("input", () => $("token").setCustomValidity(""));
    $("session").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
    this.#show();
  }

  /** Shows the form in place of everything else, and says why. */
  ask(why, isProblem = false) {
    asking.add("asking");
    say($("session-say"), why);
    $("session-say").classList.toggle("problem", isProblem);
    this.#toggle(true);
  }

  #toggle(open) {
    $("session").classList.toggle("open", open);
    $("account").setAttribute("aria-expanded", String(open));
    if (open) {
      this.#show();
      (this.user !== null && this.token === null ? $("token") : $("user")).focus();
    }
  }

  #show() {
    $("user").value = this.user ?? "";
    // The token alone decides whose data it opens.
    $("user").readOnly = userOf(this.token) !== null;
    $("token").value = this.token ?? "";
    $("forget").disabled = this.token === null;
    $("household").replaceChildren(h("span", { class: "wide-only" }, "Household "), this.user ?? "");
  }

  #take() {
    const token = $("token").value.trim() || null;
    if (token !== null && claims(token) === null) {
      return this.#refuse($("token"), "That is not a token: three parts with dots between them.");
    }
    const user = userOf(token) ?? $("user").value.trim();
    if (!USER.test(user)) return this.#refuse($("user"), "A household's number has 1 to 19 digits.");
    // Not before both are right: polls go on meanwhile, with what they had.
    this.token = token;
    this.user = user;
    keep("sessionStorage", TOKEN, token);
    history.replaceState(null, "", `?user=${user}`);
    this.#toggle(false);
    this.#show();
    asking.remove("asking");
    $("main").focus();
    this.#onChange();
    return undefined;
  }

  #refuse(input, why) {
    input.setCustomValidity(why);
    input.reportValidity();
  }

  #forget() {
    this.token = null;
    keep("sessionStorage", TOKEN, null);
    this.#show();
    $("token").focus();
  }
}
