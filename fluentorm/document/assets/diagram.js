"use strict";
// Zoom, pan and focus of the diagram. The address's fragment names the table in focus.
(() => {
  const canvas = document.getElementById("canvas");
  const svg = document.getElementById("diagram");
  const view = document.getElementById("view");
  const told = document.getElementById("focused");
  const whole = { width: +svg.dataset.width, height: +svg.dataset.height };
  const tables = new Map([...svg.querySelectorAll(".table")].map(node => [node.dataset.table, node]));
  const links = [...svg.querySelectorAll(".link")];
  const SMALLEST = 0.02, LARGEST = 4, STEP = 1.25, A_CLICK = 4;
  const place = { x: 0, y: 0, scale: 1 };

  // The drawing is placed by this script alone, in pixels.
  svg.removeAttribute("viewBox");

  function draw() {
    view.setAttribute("transform", `translate(${place.x} ${place.y}) scale(${place.scale})`);
  }
  function between(value, low, high) {
    return Math.min(Math.max(value, low), high);
  }
  function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    const scale = between(place.scale * factor, SMALLEST, LARGEST);
    place.x = x - (x - place.x) * scale / place.scale;
    place.y = y - (y - place.y) * scale / place.scale;
    place.scale = scale;
    draw();
  }
  // Show a part of the drawing, given in its own units.
  function fit(left, top, width, height, most) {
    const scale = Math.min(canvas.clientWidth / width, canvas.clientHeight / height, most);
    place.scale = between(scale, SMALLEST, LARGEST);
    place.x = (canvas.clientWidth - width * place.scale) / 2 - left * place.scale;
    place.y = (canvas.clientHeight - height * place.scale) / 2 - top * place.scale;
    draw();
  }
  function corner(node) {
    const inner = node.transform.baseVal.consolidate().matrix;
    const outer = view.firstElementChild.transform.baseVal.consolidate().matrix;
    return { x: inner.e + outer.e, y: inner.f + outer.f };
  }
  function showTables(names) {
    const room = 30;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const name of names) {
      const node = tables.get(name), { x, y } = corner(node);
      left = Math.min(left, x - room);
      top = Math.min(top, y - room);
      right = Math.max(right, x + +node.dataset.width + room);
      bottom = Math.max(bottom, y + +node.dataset.height + room);
    }
    fit(left, top, right - left, bottom - top, 1.2);
  }
  function focus(name) {
    const near = new Set(tables.has(name) ? [name] : []);
    for (const link of links) {
      const { from, to } = link.dataset, touches = near.size > 0 && (from === name || to === name);
      link.classList.toggle("near", touches);
      if (touches) near.add(from).add(to);
    }
    for (const [other, node] of tables) {
      node.classList.toggle("near", near.has(other));
      node.classList.toggle("focus", other === name);
    }
    svg.classList.toggle("focused", near.size > 0);
    told.textContent = near.size ? `${name}, ${near.size - 1} linked` : "";
    if (near.size) showTables(near);
    else fit(0, 0, whole.width, whole.height, 1);
  }
  function fromAddress() {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* as it stands */ }
    focus(name);
  }
  function go(name) {
    if (name || location.hash) location.hash = name ? `#${encodeURIComponent(name)}` : "#";
    // "hashchange" comes later, and not at all where the address was the same.
    fromAddress();
  }

  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  const pointers = new Map();
  let moved = 0, pressed = null;
  canvas.addEventListener("pointerdown", event => {
    if (event.target.closest(".tools") || event.button) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) [moved, pressed] = [0, event.target];
  });
  addEventListener("pointermove", event => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (pointers.size === 1) {
      place.x += now.x - before.x;
      place.y += now.y - before.y;
      draw();
    } else {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const box = canvas.getBoundingClientRect();
      const factor = Math.hypot(now.x - other.x, now.y - other.y)
        / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      zoom(factor, (now.x + other.x) / 2 - box.left, (now.y + other.y) / 2 - box.top);
    }
    pointers.set(event.pointerId, now);
    canvas.classList.toggle("moving", moved > A_CLICK);
  });
  function released(event) {
    if (!pointers.delete(event.pointerId) || pointers.size) return;
    canvas.classList.remove("moving");
    if (event.type === "pointerup" && moved <= A_CLICK && !pressed.closest("a")) {
      go(pressed.closest(".table")?.dataset.table ?? "");
    }
  }
  addEventListener("pointerup", released);
  addEventListener("pointercancel", released);
  // A drag that ends on a table's name is no click on it.
  canvas.addEventListener("click", event => { if (moved > A_CLICK) event.preventDefault(); }, true);
  canvas.addEventListener("dragstart", event => event.preventDefault());

  canvas.addEventListener("click", event => {
    const wanted = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (wanted === "in") zoom(STEP);
    else if (wanted === "out") zoom(1 / STEP);
    else if (wanted === "all") go("");
  });
  document.addEventListener("keydown", event => {
    if (event.target.closest("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = 60, table = event.target.closest(".table");
    if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0" || event.key === "Escape") go("");
    else if (event.key === "Enter" && table && !event.target.closest("a")) go(table.dataset.table);
    else if (event.key.startsWith("Arrow")) {
      place.x += { ArrowLeft: pan, ArrowRight: -pan }[event.key] ?? 0;
      place.y += { ArrowUp: pan, ArrowDown: -pan }[event.key] ?? 0;
      draw();
    } else return;
    event.preventDefault();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
