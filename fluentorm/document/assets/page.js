"use strict";
// Search and the choice between dark and light, on every page.
(() => {
  const root = document.body.dataset.root;
  const html = document.documentElement;
  const MOST = 60;

  function remembered() {
    try { return localStorage.getItem("fluentTheme"); } catch { return null; }
  }
  function isDark() {
    const chosen = html.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  if (remembered()) html.dataset.theme = remembered();
  document.getElementById("theme").addEventListener("click", () => {
    html.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("fluentTheme", html.dataset.theme); } catch { /* nothing kept */ }
  });

  const input = document.getElementById("search");
  const list = document.getElementById("results");
  let chosen = 0;

  // Smaller is better; null where not every word is there.
  function rank(entry, words) {
    const name = entry[0].toLowerCase(), all = `${name} ${entry[1]} ${entry[2].toLowerCase()}`;
    if (!words.every(word => all.includes(word))) return null;
    const last = name.slice(name.lastIndexOf(".") + 1), first = words[0];
    const depth = entry[1] === "table" ? 0 : 0.5;
    if (name === first) return depth;
    if (last === first) return 1 + depth;
    if (name.startsWith(first)) return 2 + depth;
    if (last.startsWith(first)) return 3 + depth;
    return (name.includes(first) ? 4 : 6) + depth;
  }
  function found(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return window.fluentSearch
      .map((entry, number) => [rank(entry, words), number, entry])
      .filter(([rating]) => rating !== null)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .map(([, , entry]) => entry);
  }
  function show() {
    const entries = found(input.value);
    list.replaceChildren(...entries.slice(0, MOST).map(([name, kind, , address]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      const about = document.createElement("small");
      item.setAttribute("role", "option");
      link.href = root + address;
      about.textContent = kind;
      link.append(name, " ", about);
      item.append(link);
      return item;
    }));
    if (!entries.length || entries.length > MOST) {
      const item = document.createElement("li"), note = document.createElement("span");
      note.textContent = entries.length ? `and ${entries.length - MOST} more` : "nothing found";
      item.append(note);
      list.append(item);
    }
    list.hidden = !input.value.trim();
    choose(0);
  }
  function choose(number) {
    const items = [...list.querySelectorAll("li:has(a)")];
    if (!items.length) return;
    chosen = (number + items.length) % items.length;
    items.forEach((item, at) => {
      item.classList.toggle("chosen", at === chosen);
      item.setAttribute("aria-selected", String(at === chosen));
    });
    items[chosen].scrollIntoView({ block: "nearest" });
  }
  function close() {
    input.value = "";
    list.hidden = true;
    input.blur();
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") list.querySelector(".chosen a")?.click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", () => { list.hidden = true; });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
  document.addEventListener("pointerdown", event => {
    if (!event.target.closest(".search")) list.hidden = true;
  });
})();
