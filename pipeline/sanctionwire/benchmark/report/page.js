"use strict";
(async () => {
  // The part of the report in view, in the list of its parts.
  const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  for (const id of links.keys()) seen.observe(document.getElementById(id));

  const viewer = document.querySelector(".viewer");
  if (!viewer) return;
  const packed = Uint8Array.from(atob(document.getElementById("data").textContent), (character) => character.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = JSON.parse(await new Response(plain).text());
  const layers = Object.keys(data.layers);
  const form = document.querySelector(".filters");
  const { set: sets, system: systems, layer: layerBox, kind: kindBox, previous, next } = form.elements;
  const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
  const OF_NAMES = { "wrong type": "class", boundary: "text", "wrong value": "value" };
  let shown = [];
  let place = 0;

  const fill = (box, options) => {
    const before = box.value;
    box.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    if (options.some(([value]) => value === before)) box.value = before;
  };
  const count = (number) => number.toLocaleString("en");

  const chooseSet = () => {
    const set = data.sets[sets.value];
    fill(systems, set.systems.map((system, index) => [String(index), `${system.name} (${count(system.errors.length)})`]));
    chooseSystem();
  };

  const chooseSystem = () => {
    const { errors } = data.sets[sets.value].systems[systems.value];
    const options = layers.map((layer, index) => [String(index), layer, errors.filter((error) => error[1] === index).length]);
    fill(layerBox, [["", `All layers (${count(errors.length)})`],
      ...options.filter(([, , total]) => total).map(([value, layer, total]) => [value, `${data.layers[layer]} (${count(total)})`])]);
    chooseLayer();
  };

  const inLayer = () => data.sets[sets.value].systems[systems.value].errors
    .filter((error) => layerBox.value === "" || error[1] === Number(layerBox.value));

  const chooseLayer = () => {
    const errors = inLayer();
    const options = data.kinds.map((kind, index) => [String(index), kind, errors.filter((error) => error[2] === index).length]);
    fill(kindBox, [["", `All kinds (${count(errors.length)})`],
      ...options.filter(([, , total]) => total).map(([value, kind, total]) => [value, `${kind} (${count(total)})`])]);
    chooseKind();
  };

  const chooseKind = () => {
    shown = inLayer().filter((error) => kindBox.value === "" || error[2] === Number(kindBox.value));
    place = 0;
    show();
  };

  // Text as text, with characters that would reorder or hide it made visible.
  const write = (parent, text) => {
    let rest = text;
    for (let found = rest.search(CONTROL); found >= 0; found = rest.search(CONTROL)) {
      parent.append(rest.slice(0, found));
      const control = document.createElement("span");
      control.className = "control";
      control.dataset.name = `U+${rest.codePointAt(found).toString(16).toUpperCase().padStart(4, "0")}`;
      control.textContent = rest[found];
      parent.append(control);
      rest = rest.slice(found + 1);
    }
    parent.append(rest);
  };

  const drawText = (box, text, names, spans, classes) => {
    box.replaceChildren();
    const cuts = new Set([0, text.length]);
    for (const [start, end] of [...names, ...spans]) cuts.add(start).add(end);
    const places = [...cuts].sort((one, other) => one - other);
    let first = null;
    for (let index = 0; index + 1 < places.length; index++) {
      const [start, end] = [places[index], places[index + 1]];
      const name = names.find(([from, to]) => from <= start && end <= to);
      const found = spans.some(([from, to]) => from <= start && end <= to);
      if (!name && !found) {
        write(box, text.slice(start, end));
        continue;
      }
      const mark = document.createElement("mark");
      mark.className = [name ? `name n-${name[2]}` : "", found ? "found" : ""].join(" ").trim();
      if (name) {
        const label = classes[name[2]] ?? name[2];
        mark.title = label;
        if (found && end === name[1]) mark.dataset.tag = label;
      }
      write(mark, text.slice(start, end));
      box.append(mark);
      if (found) first ??= mark;
    }
    box.scrollTop = first ? Math.max(0, first.offsetTop - box.clientHeight / 3) : 0;
  };

  const drawItem = (list, rows, field, classes, nothing) => {
    list.replaceChildren();
    list.classList.toggle("nothing", !rows);
    if (!rows) {
      list.textContent = nothing;
      return;
    }
    const wrong = { direction: ["head", "tail"], speaker_text: ["source"] }[field] ?? [field];
    for (const [name, value] of rows) {
      const row = document.createElement("div");
      row.classList.toggle("wrong", wrong.includes(name));
      const term = document.createElement("dt");
      term.textContent = name.replace("_", " ");
      const text = document.createElement("dd");
      write(text, name === "class" ? classes[value] ?? value : value);
      row.append(term, text);
      list.append(row);
    }
  };

  const show = () => {
    const set = data.sets[sets.value];
    const system = set.systems[systems.value];
    const error = shown[place];
    const [gold, predicted] = viewer.querySelectorAll(".sides > section");
    previous.disabled = place === 0;
    next.disabled = place + 1 >= shown.length;
    viewer.querySelector(".counter").textContent = error ? `${count(place + 1)} of ${count(shown.length)}` : "No errors";
    viewer.querySelector(".sides").hidden = viewer.querySelector(".what").hidden = !error;
    const detail = viewer.querySelector(".detail");
    detail.replaceChildren();
    if (!error) return;
    const [number, layer, kind, field, goldId, predictedId, spans, words] = error;
    const article = set.documents[number];
    const view = system.views[number];
    viewer.querySelector(".kind").textContent = data.kinds[kind];
    viewer.querySelector(".where").textContent = `${data.layers[layers[layer]]}${field ? `, ${field.replace("_", " ")}` : ""} · ${article.id}`;
    write(detail, words);
    predicted.querySelector("h3").textContent = `Predicted by ${system.name}`;
    const item = (side, id) => (id === null ? null : side.items[`${layers[layer]}/${id}`]);
    const wrong = layers[layer] === "mentions" ? OF_NAMES[data.kinds[kind]] : field;
    drawItem(gold.querySelector("dl"), item(article.gold, goldId), wrong, set.classes, "Nothing in the gold.");
    drawItem(predicted.querySelector("dl"), item(view, predictedId), wrong, set.classes, "Nothing predicted.");
    drawText(gold.querySelector(".article"), article.text, article.gold.names, spans, set.classes);
    drawText(predicted.querySelector(".article"), article.text, view.names, spans, set.classes);
  };

  const step = (by) => {
    if (place + by < 0 || place + by >= shown.length) return;
    place += by;
    show();
  };

  fill(sets, data.sets.map((set, index) => [String(index), set.name]));
  sets.addEventListener("change", chooseSet);
  systems.addEventListener("change", chooseSystem);
  layerBox.addEventListener("change", chooseLayer);
  kindBox.addEventListener("change", chooseKind);
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("errors").addEventListener("keydown", (event) => {
    if (event.target.localName === "select" || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  form.hidden = viewer.hidden = false;
  chooseSet();
})();
