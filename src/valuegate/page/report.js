"use strict";
// Filters the tickets of the page. Without it everything is shown, and nothing can be filtered.
(() => {
  const form = document.querySelector(".facets");
  if (!form) return; // nothing was judged
  const cards = Array.from(document.querySelectorAll("article"));
  const shown = document.querySelector(".shown");
  const all = shown.textContent;
  const words = new Map(); // card → its text in lower case, when a search first asks for it

  const textOf = (card) => {
    if (!words.has(card)) words.set(card, card.textContent.toLowerCase());
    return words.get(card);
  };

  const wanted = () => {
    const chosen = new FormData(form);
    return {
      terms: chosen.get("q").toLowerCase().split(/\s+/).filter(Boolean),
      standings: new Set(chosen.getAll("standing")),
      reason: chosen.get("reason") || "",
      folder: chosen.get("folder") || "",
    };
  };

  const matches = (card, { terms, standings, reason, folder }) =>
    standings.has(card.dataset.standing) &&
    (!reason || card.dataset.reasons.split(" ").some((each) => `${each}.`.startsWith(`${reason}.`))) &&
    (!folder || card.dataset.folder === folder) &&
    terms.every((term) => textOf(card).includes(term));

  const narrowed = () =>
    Array.from(form.elements).some((e) =>
      e.type === "search" ? e.value.trim() !== "" : "checked" in e && e.checked !== e.defaultChecked,
    );

  const remember = () => {
    const chosen = new URLSearchParams(new FormData(form));
    const address = narrowed() ? `#${chosen}` : location.pathname + location.search;
    history.replaceState(null, "", address);
  };

  const apply = () => {
    const asked = wanted();
    let count = 0;
    for (const card of cards) {
      card.hidden = !matches(card, asked);
      count += !card.hidden;
    }
    shown.textContent = narrowed() ? `${count || "None"} of ${all}` : all;
    form.querySelector("[type=reset]").hidden = !narrowed();
  };

  const restore = () => {
    const kept = new URLSearchParams(location.hash.slice(1));
    if (!kept.has("q")) return;
    for (const element of form.elements) {
      if (element.type === "search") element.value = kept.get("q");
      else if ("checked" in element) element.checked = kept.getAll(element.name).includes(element.value);
    }
  };

  const unfold = (selector, state) => {
    for (const each of document.querySelectorAll(selector)) each.open = state;
  };

  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  form.querySelector("[type=button]").addEventListener("click", ({ target }) => {
    const state = target.getAttribute("aria-expanded") !== "true";
    target.setAttribute("aria-expanded", String(state));
    unfold("#tickets details", state);
  });
  const openLinked = () => {
    const target = location.hash.startsWith("#reason-") && document.getElementById(location.hash.slice(1));
    if (target) target.open = true;
  };
  addEventListener("hashchange", openLinked);
  addEventListener("beforeprint", () => unfold("details", true));

  const wide = matchMedia("(min-width: 60rem)"); // as in the style: where there is room, filters stay open
  const fit = () => unfold(".narrow", wide.matches);
  wide.addEventListener("change", fit);

  document.documentElement.classList.add("script");
  fit();
  restore();
  openLinked();
  apply();
})();
