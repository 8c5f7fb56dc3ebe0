"use strict";
(() => {
  const root = document.documentElement;
  const back = document.querySelector(".back");
  const status = document.querySelector("[role=status]");
  const boxes = [...document.querySelectorAll(".filters input")];
  const wide = matchMedia("(min-width: 62rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let pinned = null;
  let lit = [];
  let waiting = 0;

  const filter = () => {
    root.dataset.hide = boxes.filter((box) => !box.checked).map((box) => box.value).join(" ");
  };

  const lightsOf = (card) => card.dataset.lights.split(" ").filter(Boolean).map((pair) => pair.split("="));

  // Lights up what belongs to a fact; the first role named wins where two fall on one place.
  const light = (card) => {
    for (const element of lit) {
      delete element.dataset.role;
      delete element.dataset.lit;
    }
    lit = [];
    if (!card) return;
    const article = card.closest(".document").querySelector("article");
    for (const [role, key] of lightsOf(card)) {
      for (const mark of article.querySelectorAll(`mark[data-keys~="${key}"]`)) {
        if (mark.dataset.role) continue;
        mark.dataset.role = role;
        lit.push(mark);
      }
    }
    article.dataset.lit = card.dataset.lit = "";
    lit.push(article, card);
  };

  const place = (card) => {
    const link = card.querySelector("a.fact");
    return link.hash ? document.getElementById(link.hash.slice(1)) : null;
  };

  const reveal = (element, block) => {
    if (!element) return;
    const box = element.getBoundingClientRect();
    if (block === "center" && box.top > 0 && box.bottom < innerHeight) return;
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  };

  const pin = (card) => {
    if (pinned) delete pinned.dataset.pinned;
    pinned = card;
    light(card);
    back.hidden = !card;
    if (!card) return;
    card.dataset.pinned = "";
    const places = lit.filter((element) => element.localName === "mark").length;
    status.textContent = `${places} ${places === 1 ? "place" : "places"} highlighted in the article`;
  };

  for (const box of boxes) box.addEventListener("change", filter);
  filter();
  if (!wide.matches) document.querySelector(".filters").open = false;

  for (const card of document.querySelectorAll(".card")) {
    card.addEventListener("mouseenter", () => {
      light(card);
      if (wide.matches) waiting = setTimeout(() => reveal(place(card), "center"), 350);
    });
    card.addEventListener("mouseleave", () => {
      clearTimeout(waiting);
      light(pinned);
    });
    card.addEventListener("focusin", (event) => {
      if (!event.target.matches(":focus-visible")) return;
      pin(card);
      reveal(place(card), "center");
    });
    card.addEventListener("click", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      pin(card);
      reveal(place(card), "center");
    });
  }

  // From the text to its facts; a second click goes on to the next fact that uses the same words.
  for (const article of document.querySelectorAll("article")) {
    article.addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (!mark || String(getSelection())) return;
      const keys = mark.dataset.keys.split(" ");
      const cards = [...article.closest(".document").querySelectorAll(".card")].filter(
        (card) => card.offsetParent && lightsOf(card).some(([role, key]) => role === "evidence" && keys.includes(key)),
      );
      const next = cards[(cards.indexOf(pinned) + 1) % cards.length];
      if (!next) return;
      pin(next);
      reveal(next, "nearest");
    });
  }

  back.addEventListener("click", () => {
    reveal(pinned, "nearest");
    pinned.querySelector("a.fact").focus({ preventScroll: true });
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") pin(null);
  });
})();
