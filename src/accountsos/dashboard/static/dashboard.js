// Pages work without it; with it they are quicker. It keeps no state of its own.
const on = (what, does, early) => document.addEventListener(what, does, early);
const every = (what) => document.querySelectorAll(what);
const typing = (at) => at.closest("input:not([type=checkbox], [type=radio]), select, textarea");
const press = (key) => [...every(`[data-key="${CSS.escape(key)}"]`)].at(-1);
let before = "";
// An element with data-key is pressed by that key ("Enter", "j", "g t"): every key is a visible control.
on("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const filter = event.target.closest("[data-filter]");
  if (filter && event.key === "Enter") {
    event.preventDefault();
    filter.closest(".picker").querySelector(".options button:not([hidden])")?.click();
    return;
  }
  if (event.key === "Escape") return press("Escape")?.click();
  if (["ArrowDown", "ArrowUp"].includes(event.key) && event.target.closest(".picker")) {
    const all = [...event.target.closest(".picker").querySelectorAll("[data-filter], .options button:not([hidden])")];
    all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
    return;
  }
  if (typing(event.target) || (event.key === "Enter" && event.target.closest("a, button, summary"))) return;
  const found = press(`${before} ${event.key}`) ?? press(event.key);
  before = event.key === "g" ? "g" : "";
  if (!found) return;
  event.preventDefault();
  if (found.matches("input:not([type=checkbox]), select")) found.focus();
  else found.click();
});
// A list that is searched in place.
on("input", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const group of event.target.closest(".picker").querySelectorAll(".options > [role=group]")) {
    for (const each of group.querySelectorAll("button")) each.hidden = !each.textContent.toLowerCase().includes(wanted);
    group.hidden = !group.querySelector("button:not([hidden])");
  }
});
on("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const text = document.querySelector(copy.dataset.copy).textContent.trim();
    navigator.clipboard.writeText(text).then(() => { copy.textContent = "Copied"; });
  }
  for (const menu of every("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
// What opens at a key is typed into at once.
on("toggle", (event) => { if (event.target.matches("details.else[open]")) event.target.querySelector("input:not([type=hidden])")?.focus(); }, true);
// A file is dropped, pasted or chosen: each way it is sent at once.
const send = (place, files) => { place.querySelector("[type=file]").files = files; if (files.length) place.requestSubmit(); };
on("paste", ({ clipboardData: { files } }) => {
  if (files.length) every("[data-drop]").forEach((place) => send(place, files));
});
on("dragover", (event) => {
  const place = event.target.closest?.("[data-drop]");
  if (!place) return;
  event.preventDefault();
  place.classList.add("over");
});
on("dragleave", (event) => event.target.closest?.("[data-drop]")?.classList.remove("over"));
on("drop", (event) => {
  const place = event.target.closest?.("[data-drop]");
  if (!place) return;
  event.preventDefault();
  place.classList.remove("over");
  send(place, event.dataTransfer.files);
});
on("change", (event) => {
  if (event.target.matches("[data-drop] [type=file]") && event.target.files.length) event.target.form.requestSubmit();
  if (event.target.matches("[data-at-once]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-pick-all]")) for (const each of every(".pick")) each.checked = event.target.checked;
  count();
});
// How many lines are picked is said; what is picked is the browser's own state.
const count = () => { for (const place of every("[data-picked]")) place.textContent = every(".pick:checked").length; };
on("reset", () => setTimeout(count));
count();
// After a swap the focus goes where the new part says; without a connection the page says so.
const told = (text) => {
  const place = document.getElementById("told");
  if (place) place.replaceChildren(Object.assign(document.createElement("p"), { className: "note bad", textContent: text }));
};
on("htmx:after:swap", () => document.querySelector("[data-focus]")?.focus());
on("htmx:error", () => told("Not saved: no connection. Try again."));
on("htmx:response:error", (event) => {
  if (event.detail?.ctx?.response?.status >= 500) told("Not saved: something went wrong on the server. Try again.");
});
document.querySelector(".problem[data-focus]")?.focus();
// What was typed before searching was ready is searched for too: htmx began in a task set before this one.
setTimeout(() => every("[hx-get] [type=search]").forEach((box) => {
  if (box.value !== box.defaultValue) box.dispatchEvent(new Event("input", { bubbles: true }));
}));
